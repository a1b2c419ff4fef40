import type { StoredEvent } from "../../store/index.ts";
import { eventsOf } from "../events-of.ts";
import { type LifeWork, WorkTally } from "../phase-work.ts";
import { type StepRecord, workOfEvents, workOfRecords } from "../run-work.ts";
import type { LifeRecords, LifeRun } from "../subject.ts";
import { eventsAbout, eventsOfRun, idsOf, type LifeSource } from "./life-source.ts";

/** Runs whose steps are read at once; each has about ten. */
const runsAtOnce = 20;

/** What the runs of a life did. Records keep the last of what a step did: a run that was resumed is read from its events. */
export async function lifeWork(source: LifeSource, { runs }: LifeRecords): Promise<LifeWork> {
  const tally = new WorkTally();
  const whole = runs.filter(({ resumed }) => resumed === 0);
  const trials = await trialCounts(source, whole);
  for (const { id } of runs.filter(({ resumed }) => resumed > 0)) {
    const events = await eventsOfRun(source, id);
    tally.add(workOfEvents(events));
    addTrials(trials, events);
  }
  await addRecords(source, whole, tally);
  return {
    phases: tally.phases(),
    trials,
    snapshot: (await eventsAbout(source, "workflow", "snapshot.taken")).at(-1)?.body ?? null,
    split: (await eventsAbout(source, "workflow", "split.made")).at(-1)?.body ?? null,
  };
}

interface TrialCounts {
  all: number;
  scored: number;
}

function addTrials(counts: TrialCounts, events: readonly StoredEvent[]): void {
  for (const { body } of eventsOf(events, "trial.finished")) {
    counts.all++;
    if (body.score !== null) counts.scored++;
  }
}

async function addRecords({ store, pages }: LifeSource, runs: readonly LifeRun[], tally: WorkTally): Promise<void> {
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
  const addSome = async (some: readonly LifeRun[]): Promise<readonly StepRecord[]> => {
    const steps = await stepsOf(store, idsOf(some));
    const stepsOfRun = new Map<string, StepRecord[]>(some.map(({ id }) => [id, []]));
    for (const step of steps) stepsOfRun.get(step.run)?.push(step);
    for (const run of some) tally.add(workOfRecords(run, stepsOfRun.get(run.id)!, isWarned.has(run.id)));
    return steps;
  };
  await pages.of(runs, addSome, runsAtOnce);
}

function stepsOf({ records }: LifeSource["store"], runs: readonly string[]): Promise<StepRecord[]> {
  return records
    .selectFrom("steps")
    .select(["run", "step", "status", "cached", "error", "duration_ms"])
    .where("run", "in", runs)
    .execute();
}

async function trialCounts({ store, pages }: LifeSource, runs: readonly LifeRun[]): Promise<TrialCounts> {
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
