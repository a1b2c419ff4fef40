import type { MillraceError } from "../errors/index.ts";
import type { Participant } from "../store/index.ts";
import type { PeopleSpec } from "../workflow/index.ts";
import type { RunContext, RunEvent } from "./context.ts";

/** Digests of artifacts by name: what a step made, or what it reads. */
export type Outputs = Readonly<Record<string, string>>;

/** What a step came to. */
export interface StepWork {
  readonly outputs: Outputs;
  /**
   * What the log learns of it, in one transaction with the end of the step: a step that was killed has said nothing, so
   * doing it again says nothing twice.
   */
  readonly events: readonly RunEvent[];
  /** Why the run must not go on (a check failed). What was found is kept in the log, but nobody reuses it. */
  readonly refusal?: MillraceError | undefined;
}

/** Who does a step, and how the pipeline asks for it. */
export interface StepWorker {
  readonly participant: Participant;
  /** Handed over and not waited for. */
  readonly isJob: boolean;
  /** What is asked; null where the step's own events tell it. */
  readonly ask: string | null;
  /** The part of another owner begins with it. */
  readonly opens: boolean;
}

/**
 * One step of a run. What it does may depend on nothing but its inputs and parameters (and, for `measured` steps, on the
 * machine), because the three together with the build are its cache key.
 */
export interface Step {
  readonly name: string;
  /** What it does, for people: a verb phrase. */
  readonly title: string;
  /** Whose work it is where a person is asked: who is named in pictures and hears of its failure. */
  readonly owner: keyof PeopleSpec;
  /** Who does it and how the pipeline asks for it: how pictures draw it. */
  readonly worker: StepWorker;
  /** Outputs of earlier steps that it reads, as "step.output"; "step.output?" may be absent. */
  readonly inputs: readonly string[];
  /** The part of the declaration, and of the world outside the run, that its result depends on. */
  parameters(context: RunContext, inputs: Outputs): Promise<unknown> | unknown;
  /** Why this step can't be cached in this workflow, or null: it measures time, or reads the clock. */
  measured(context: RunContext): string | null;
  /**
   * Does the work, stores its artifacts and names them.
   * @param parameters what `parameters` gave for the key: a step that reads the outside world holds it against them, or
   *   its result would stand under the key of another. Absent where the result stands under none.
   */
  run(context: RunContext, inputs: Outputs, parameters?: unknown): Promise<StepWork>;
  /** Why an intact result of an earlier execution no longer holds (someone moved what it pointed to), or null. */
  stale?(context: RunContext, outputs: Outputs): Promise<string | null>;
  /** Called whether it was run or skipped: hands later steps and the result what they need. */
  settled?(context: RunContext, outputs: Outputs): Promise<void>;
}
