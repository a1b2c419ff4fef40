import { type Grain, grainOf, periodKey } from "../grains.ts";
import { emptyStretch } from "../stretch.ts";
import type { FailedCheck, LifeParts, LifePeriods, LifeRecords, Period, Stretch } from "../subject.ts";
import { failedChecks } from "./failed-checks.ts";
import { incidentsOf } from "./incidents.ts";
import type { LifeSource } from "./life-source.ts";
import type { Pages } from "./pages.ts";
import { timesBetween } from "./times-between.ts";

/** What happened when, in the finest periods that fit the fold. */
export async function lifePeriods(source: LifeSource, records: LifeRecords): Promise<LifePeriods> {
  const moments = {
    ...records,
    incidents: await incidentsOf(source),
    failedChecks: await failedChecks(source, records),
    times: await timesBetween(source, records),
  };
  return periodsOf(moments, source.fold, source.pages);
}

/** All that has a time. */
export interface Moments extends Pick<LifeRecords, "runs" | "versions" | "moves" | "feedback"> {
  readonly incidents: LifeParts["incidents"];
  readonly failedChecks: readonly FailedCheck[];
  /** At which nothing happened that is told; but they make a period their own. */
  readonly times: readonly number[];
}

/** Divides what happened into periods. @param most periods that there should be; of months there may be more */
export async function periodsOf(moments: Moments, most: number, pages: Pages): Promise<LifePeriods> {
  const grain = grainOf(timesOf(moments), most);
  const periods = new Periods(grain);
  await pages.each(moments.runs, (run) => {
    const begin = periods.at(run.started_at);
    if (run.status === "running") begin.open.push(run);
  });
  const ended = moments.runs.filter(({ finished_at }) => finished_at !== null);
  ended.sort((a, b) => a.finished_at! - b.finished_at!);
  await pages.each(ended, (run) => periods.at(run.finished_at!).ended.push(run));
  await pages.each(moments.versions, (version) => periods.at(version.created_at).versions.push(version));
  await pages.each(moments.incidents, (event) => periods.at(event.at).incidents.push(event));
  await pages.each(moments.failedChecks, (check) => periods.at(check.at).failedChecks.push(check));
  await pages.each(moments.moves, (move) => periods.at(move.at).moves.push(move));
  await pages.each(moments.feedback, (said) => periods.at(said.at).feedback.push(said));
  await pages.each(moments.times, (at) => periods.at(at));
  return { grain: grain.name, list: periods.list() };
}

function* timesOf({ runs, versions, incidents, failedChecks, moves, feedback, times }: Moments): Generator<number> {
  for (const { started_at, finished_at } of runs) {
    yield started_at;
    if (finished_at !== null) yield finished_at;
  }
  for (const { created_at } of versions) yield created_at;
  for (const list of [incidents, failedChecks, moves, feedback]) for (const { at } of list) yield at;
  yield* times;
}

/** Periods that are opened as they are met. */
class Periods {
  readonly #grain: Grain;
  readonly #byKey = new Map<string, Period>();
  /** A long life has many times and few units, and writing a time out is what costs. */
  readonly #byUnit = new Map<number, Stretch>();

  constructor(grain: Grain) {
    this.#grain = grain;
  }

  at(time: number): Stretch {
    const unit = Math.floor(time / this.#grain.unitMs);
    const known = this.#byUnit.get(unit) ?? this.#open(time);
    this.#byUnit.set(unit, known);
    return known;
  }

  list(): Period[] {
    return [...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, period]) => period);
  }

  #open(at: number): Stretch {
    const key = periodKey(this.#grain, at);
    const known = this.#byKey.get(key) ?? { at, stretch: emptyStretch() };
    this.#byKey.set(key, known);
    return known.stretch;
  }
}
