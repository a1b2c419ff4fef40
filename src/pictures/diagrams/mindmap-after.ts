import { intervalText } from "../../evaluation/index.ts";
import { type StepType, trainStep } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { gateText, personText, searchText } from "../declared-words.ts";
import type { Thought } from "../mermaid/mind-map.ts";
import { metricOf } from "../metric-of.ts";
import { settingText } from "../setting-text.ts";
import { stepOf } from "../step-state.ts";
import type { RunView } from "../subject.ts";
import { counted, figure, folded, size, spell } from "../words.ts";
import { branch } from "./mindmap-before.ts";

/** What is tried, how, and how good it was. */
export function learningBranches(spec: PortableSpec, run: RunView | null, fold: number): Thought[] {
  const board = run?.story.leaderboard;
  const search = [
    searchText(spec),
    ...(board == null ? [] : [`${counted(board.trials.length, "setting")} tried`]),
    ...stepTime(run, trainStep),
  ];
  return [branch("Candidates", candidateLines(spec, run, fold), ""), branch("Search", search, "")];
}

function candidateLines(spec: PortableSpec, run: RunView | null, fold: number): string[] {
  const board = run?.story.leaderboard;
  if (board == null) {
    return folded(
      spec.candidates,
      fold,
      ({ name, params }) => [name, settingText(params)].filter((part) => part !== "").join(": "),
      "candidate",
    );
  }
  const ranked = board.ranking.map((index) => board.trials[index]!);
  return folded(
    ranked,
    fold,
    ({ estimator, score }) => `${estimator}: ${score === null ? "no score" : figure(score)}`,
    "candidate",
  );
}

function stepTime(run: RunView | null, step: StepType): string[] {
  const row = run === null ? undefined : stepOf(run.story, step);
  if (row === undefined || row.duration_ms === null) return [];
  return [row.cached === 1 ? "unchanged, reused" : `in ${spell(row.duration_ms)}`];
}

/** What must hold, what came of it, and what happens then. */
export function afterBranches(spec: PortableSpec, run: RunView | null, fold: number): Thought[] {
  return [
    branch("Gates", gateLines(spec, run, fold), "none declared"),
    ...(run === null ? [] : [branch("Result", resultLines(run), "the run didn't come to a model")]),
    branch("Rollout", rolloutLines(spec), "champion at once"),
    branch("Monitoring", monitorLines(spec), "none declared"),
  ];
}

function gateLines(spec: PortableSpec, run: RunView | null, fold: number): string[] {
  const decided = run?.story.gates;
  if (decided == null) return folded(spec.gates, fold, gateText, "gate");
  const words = { pass: "holds", fail: "fails", insufficient: "open" };
  const order = { fail: 0, insufficient: 1, pass: 2 };
  const sorted = decided.decisions.toSorted((a, b) => order[a.verdict] - order[b.verdict]);
  return folded(sorted, fold, ({ gate, verdict }) => `${gate}: ${words[verdict]}`, "gate");
}

function resultLines({ story }: RunView): string[] {
  const { evaluation, registration, modelBytes, alerts } = story;
  const { name, label } = metricOf(story.declaration);
  const measured = evaluation?.metrics[name];
  const model = registration?.model;
  return [
    ...(measured?.value == null ? [] : [`${label} ${intervalText(measured, null).interval} on the test`]),
    ...(modelBytes === null ? [] : [`a model of ${size(modelBytes)}`]),
    ...(registration === null ? [] : [model == null ? "no version" : `${model.name}@${model.version}`]),
    ...(registration?.aliases ?? []).map((alias) => `alias ${alias}`),
    ...alerts.map(({ title }) => `alert: ${title}`),
  ];
}

function rolloutLines(spec: PortableSpec): string[] {
  const { shadow, approval, canary } = spec.rollout ?? {};
  return [
    ...(shadow === undefined ? [] : [`shadow for ${shadow}`]),
    ...(approval === undefined ? [] : [`${personText(spec, approval)} approves`]),
    ...(canary === undefined ? [] : [`canary ${canary.map((percent) => `${percent} %`).join(", ")}`]),
  ];
}

function monitorLines({ monitor, schedule }: PortableSpec): string[] {
  return [
    ...(monitor === undefined ? [] : [`windows of ${monitor.window}`]),
    ...(monitor?.labels === undefined ? [] : [`labels after ${monitor.labels.delay}`]),
    ...(schedule === undefined ? [] : [`trained again on schedule ${schedule}`]),
  ];
}
