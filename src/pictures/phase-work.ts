import { type PhaseName, phases } from "../workflow/index.ts";
import { median } from "./median.ts";
import type { RunInPhase, RunWork, Trouble } from "./run-work.ts";

/** A phase in all runs of a life. Troubles of a kind count runs. */
export interface PhaseWork extends Readonly<Record<Trouble, number>> {
  /** Runs that went through it without any trouble. */
  readonly clean: number;
  /** Steps that were begun, and steps that were reused because nothing had changed. */
  readonly done: number;
  readonly reused: number;
  /** Of a run's working time, the share that went here: the median of runs; null where it took less than a minute. */
  readonly timeShare: number | null;
}

/** What the runs of a life did. */
export interface LifeWork {
  readonly phases: ReadonlyMap<PhaseName, PhaseWork>;
  /** How often a trial ended, and how often with a score. */
  readonly trials: { readonly all: number; readonly scored: number };
  /** The newest snapshot and the newest split. */
  readonly snapshot: { readonly rows: number; readonly columns: number } | null;
  readonly split: { readonly trainingRows: number; readonly testRows: number } | null;
}

/** Nothing known. */
export const noWork: PhaseWork = {
  ...{ clean: 0, failed: 0, stopped: 0, resumed: 0, refused: 0, undecided: 0, warned: 0 },
  ...{ done: 0, reused: 0, timeShare: null },
};

/** Shorter work than this is nobody's wait. */
const shortestWaitMs = 60_000;

type Draft = { -readonly [K in keyof PhaseWork]: PhaseWork[K] };

/** Counts what runs did, run by run. */
export class WorkTally {
  readonly #phases = new Map(phases.map(({ name }): [PhaseName, Draft] => [name, { ...noWork }]));
  readonly #shares = new Map(phases.map(({ name }): [PhaseName, number[]] => [name, []]));

  add(run: RunWork): void {
    let workedMs = 0;
    for (const [name, part] of run) {
      addPart(this.#phases.get(name)!, part);
      workedMs += part.workedMs;
    }
    if (workedMs < shortestWaitMs) return;
    for (const [name, shares] of this.#shares) shares.push((run.get(name)?.workedMs ?? 0) / workedMs);
  }

  /** All of it, phase by phase. */
  phases(): ReadonlyMap<PhaseName, PhaseWork> {
    for (const [name, shares] of this.#shares) this.#phases.get(name)!.timeShare = median(shares);
    return this.#phases;
  }
}

function addPart(phase: Draft, { troubles, hasEnded, done, reused }: RunInPhase): void {
  if (hasEnded && troubles.size === 0) phase.clean++;
  for (const trouble of troubles) phase[trouble]++;
  phase.done += done;
  phase.reused += reused;
}
