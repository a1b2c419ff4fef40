import type { MillraceError } from "../../errors/index.ts";
import type { Participant } from "../../store/index.ts";
import type { PeopleSpec, PhaseName, WorkflowSpec } from "../../workflow/index.ts";
import type { RunContext, RunEvent } from "../context.ts";
import type { InputPorts, InputsOf, OutputPorts, Outputs, OutputsOf } from "./port.ts";

/** What a step came to. */
export interface StepWork<O extends OutputPorts = OutputPorts> {
  readonly outputs: OutputsOf<O>;
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

/** What an instance of a step works with. */
export interface StepTask<I extends InputPorts = InputPorts> {
  readonly context: RunContext;
  /** Which of the type's instances; null where there is only one. */
  readonly of: string | null;
  readonly inputs: InputsOf<I>;
  /** Digests of the inputs as they stand in the key: "snapshot.table". */
  readonly digests: Outputs;
  /** Tells who watches that the work goes on. @param share done so far, 0..1 @param note a word for people */
  progress(share: number, note: string): void;
}

/** What the graph of a run is planned from. */
export type PlannedSpec = Omit<WorkflowSpec, "candidates">;

/**
 * A type of step: what it reads and makes, who does it, how it is drawn. What its instances do may depend on nothing but their
 * inputs and parameters (and, for `measured` ones, on the machine), because these with the build are the cache key.
 */
export interface StepType<I extends InputPorts = InputPorts, O extends OutputPorts = OutputPorts, P = unknown> {
  readonly name: string;
  /** What it does, for people: a verb phrase. */
  readonly title: string;
  /** The phase of the work that it belongs to. */
  readonly phase: PhaseName;
  /** Whose work it is where a person is asked: who is named in pictures and hears of its failure. */
  readonly owner: keyof PeopleSpec;
  readonly worker: StepWorker;
  readonly inputs: I;
  readonly outputs: O;
  /** Names of its instances in a workflow, each one word; absent: one instance without a name. */
  instances?(spec: PlannedSpec): readonly string[];
  /** The part of the declaration, and of the world outside the run, that its result depends on. */
  parameters(task: StepTask<I>): P | Promise<P>;
  /** Why this step can't be cached in this workflow (it measures time, or reads the clock); absent or null: it can. */
  measured?(context: RunContext): string | null;
  /**
   * Does the work and stores what it makes.
   * @param parameters what `parameters` gave for the key; a step that reads the outside world holds what it finds against them
   */
  run(task: StepTask<I>, parameters: P): Promise<StepWork<O>>;
  /**
   * How a recorded execution is done again where that isn't `run`: it read the world, which has changed since, or chose by
   * what it measured.
   */
  replay?(task: StepTask<I>, recorded: OutputsOf<O>): Promise<OutputsOf<O>>;
  /** Why an intact result of an earlier execution no longer holds (someone moved what it pointed to), or null. */
  stale?(context: RunContext, outputs: OutputsOf<O>): Promise<string | null>;
  /** Called whether it was run or skipped, once the end of the step is told. */
  settled?(context: RunContext, outputs: OutputsOf<O>): Promise<void>;
}

/** A type of step with its ports and parameters inferred. */
export function stepType<const I extends InputPorts, const O extends OutputPorts, P>(
  type: StepType<I, O, P>,
): StepType<I, O, P> {
  return type;
}
