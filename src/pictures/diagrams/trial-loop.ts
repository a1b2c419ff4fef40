import type { EventBodies } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { call, loop, note } from "../mermaid/sequence-lines.ts";
import { metricOf } from "../metric-of.ts";
import { counted, figure, spell } from "../words.ts";

type Trial = EventBodies["trial.finished"];

/** A search as one loop, however many settings it tried: how many, how long, the best of each candidate. */
export function trialLoop(trials: readonly Trial[], spec: PortableSpec): string[] {
  const { label, greaterIsBetter } = metricOf(spec);
  const folds = trials[0]?.foldScores.length ?? 0;
  const unscored = trials.filter(({ score }) => score === null).length;
  const spentMs = trials.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return loop(`${counted(trials.length, "setting")}, ${counted(folds, "fold")} each`, [
    call("trainer", "trainer", "train on some folds, score on the one left out"),
    note("trainer", [
      ...bestOfEach(trials, greaterIsBetter).map(({ estimator, score }) => `${estimator}: ${label} ${figure(score!)}`),
      ...(unscored === 0 ? [] : [`${unscored} without a score`]),
      `${spell(spentMs)} of work`,
    ]),
  ]);
}

/** The best trial of each estimator that has a score, best first. */
function bestOfEach(trials: readonly Trial[], greaterIsBetter: boolean): Trial[] {
  const sign = greaterIsBetter ? 1 : -1;
  const best = new Map<string, Trial>();
  for (const trial of trials) {
    const known = best.get(trial.estimator);
    if (trial.score !== null && (known === undefined || sign * (trial.score - known.score!) > 0)) {
      best.set(trial.estimator, trial);
    }
  }
  return [...best.values()].sort((a, b) => sign * (b.score! - a.score!));
}
