import type { SourceLocation } from "../errors/index.ts";
import type { WorkflowSpec } from "./specs.ts";

/** Registered by name, so that a workflow is known for one even if a second copy of Millrace made it. */
const brand: unique symbol = Symbol.for("millrace.workflow") as never;

/** What `defineWorkflow` returns: a declaration with its defaults filled in. Opaque to who writes it. */
export interface Workflow {
  readonly [brand]: true;
  readonly spec: WorkflowSpec;
  /** Where `defineWorkflow` was called. */
  readonly at: SourceLocation | undefined;
  /** What was written, before defaults: lint tells a declared value from a default by it. */
  readonly declared: Readonly<Record<string, unknown>>;
}

/** @param declared what was written, before defaults */
export function workflowOf(
  spec: WorkflowSpec,
  declared: Readonly<Record<string, unknown>>,
  at: SourceLocation | undefined,
): Workflow {
  return Object.freeze({ [brand]: true as const, spec, declared, at });
}

/** True for what `defineWorkflow` made. */
export function isWorkflow(value: unknown): value is Workflow {
  return typeof value === "object" && value !== null && brand in value;
}
