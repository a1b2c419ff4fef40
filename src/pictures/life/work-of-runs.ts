import type { StoredEvent } from "../../store/index.ts";
import { eventsOf } from "../events-of.ts";
import { type LifeWork, type RunWork, type StepRecord, workOfEvents, workOfRecords } from "../run-work.ts";
import type { LifeRecords, LifeRun } from "../subject.ts";
import { eventsAbout, eventsOfRun, idsOf, type LifeSource } from "./life-source.ts";

/** What the runs of a life did. Records keep the last of what a step did: a run that was resumed is read from its events. */
export async function lifeWork(source: LifeSource, { runs }: LifeRecords): Promise<LifeWork> {
  const whole = runs.filter(({ resumed }) => resumed === 0);
  const resumed = await eventsOfResumed(
    source,
    runs.filter((run) => run.resumed > 0),
  );
  const trials = resumed.flatMap((events) => eventsOf(events, "trial.finished"));
  const counted = await trialCounts(source, whole);
  const snapshot = (await eventsAbout(source, "workflow", "snapshot.taken")).at(-1)?.body ?? null;
  const split = (await eventsAbout(source, "workflow", "split.made")).at(-1)?.body ?? null;
  return {
    runs: [...(await recordedWork(source, whole)), ...resumed.map(workOfEvents)],
    trials: {
      all: counted.all + trials.length,
      scored: counted.scored + trials.filter(({ body }) => body.score !== null).length,
    },
    snapshot,
    split,
  };
}

async function eventsOfResumed(source: LifeSource, runs: readonly LifeRun[]): Promise<StoredEvent[][]> {
  const all: StoredEvent[][] = [];
  for (const { id } of runs) all.push(await eventsOfRun(source, id));
  return all;
}

async function recordedWork({ store, pages }: LifeSource, runs: readonly LifeRun[]): Promise<RunWork[]> {
  const warned = await pages.of(runs, (some) =>
    store.records
      .selectFrom("checks")
      .select("run")
      .distinct()
      .where("run", "in", idsOf(some))
      .where("status", "=", "warned")
      .execute(),
  );
  const isWarned = new Set(warned.map(({ run }) => run));
  const steps = await pages.of(runs, (some) =>
    store.records
      .selectFrom("steps")
      .select(["run", "step", "status", "cached", "error", "duration_ms"])
      .where("run", "in", idsOf(some))
      .orderBy("run")
      .orderBy("position")
      .execute(),
  );
  const stepsOf = byRun(steps);
  return runs.map((run) => workOfRecords(run, stepsOf.get(run.id) ?? [], isWarned.has(run.id)));
}

function byRun(steps: readonly StepRecord[]): ReadonlyMap<string, StepRecord[]> {
  const found = new Map<string, StepRecord[]>();
  for (const step of steps) {
    const known = found.get(step.run);
    if (known === undefined) found.set(step.run, [step]);
    else known.push(step);
  }
  return found;
}

async function trialCounts(
  { store, pages }: LifeSource,
  runs: readonly LifeRun[],
): Promise<{ readonly all: number; readonly scored: number }> {
  const counts = await pages.of(runs, (some) =>
    store.records
      .selectFrom("trials")
      .select((eb) => [eb.fn.countAll<number>().as("all"), eb.fn.count<number>("score").as("scored")])
      .where("run", "in", idsOf(some))
      .execute(),
  );
  const sum = (of: "all" | "scored"): number => counts.reduce((total, row) => total + row[of], 0);
  return { all: sum("all"), scored: sum("scored") };
}
