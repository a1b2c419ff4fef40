import type { RunContext } from "./context.ts";

/** Digests of artifacts by name: what a step made, or what it reads. */
export type Outputs = Readonly<Record<string, string>>;

/**
 * One step of a run. What it does may depend on nothing but its inputs and parameters (and, for `measured` steps, on the
 * machine), because the three together with the build are its cache key.
 */
export interface Step {
  readonly name: string;
  /** What it does, for people: a verb phrase. */
  readonly title: string;
  /** Outputs of earlier steps that it reads, as "step.output"; "step.output?" may be absent. */
  readonly inputs: readonly string[];
  /** The part of the declaration, and of the world outside the run, that its result depends on. */
  parameters(context: RunContext, inputs: Outputs): Promise<unknown> | unknown;
  /** Why this step can't be cached in this workflow, or null: it measures time, or reads the clock. */
  measured(context: RunContext): string | null;
  /** Does the work and names the artifacts it stored. */
  run(context: RunContext, inputs: Outputs): Promise<Outputs>;
  /** Why an intact result of an earlier execution no longer holds (someone moved what it pointed to), or null. */
  stale?(context: RunContext, outputs: Outputs): Promise<string | null>;
  /** Called whether it was run or skipped: hands later steps and the result what they need. */
  settled?(context: RunContext, outputs: Outputs): Promise<void>;
}
