import type { Frame, Matrix, Predictions, Target, Task } from "../../ml/index.ts";
import type { IntervalRecord, Verdict } from "../../store/index.ts";
import type { GateSpec, ProblemSpec } from "../../workflow/index.ts";
import type { EvaluationReport } from "../report.ts";

/** All that a gate may look at. Rows are test rows, in one order throughout. */
export interface GateContext {
  readonly task: Task;
  /** Name of the problem's metric. */
  readonly metric: string;
  readonly problem: Pick<ProblemSpec, "minimum" | "goal" | "costs">;
  readonly report: EvaluationReport;
  readonly y: Target | null;
  /** Index of the positive class of a binary task; 0 elsewhere. */
  readonly positive: number;
  readonly predictions: Predictions;
  /** Absent where the task has no baseline (clustering). */
  readonly baselinePredictions?: Predictions | undefined;
  /** The model that the alias `champion` names, on the same rows; absent where there is none. */
  readonly championPredictions?: Predictions | undefined;
  /** What the champion is called in a reason: "bird-strikes@3". */
  readonly championName?: string | undefined;
  /** Test rows as they were read. */
  readonly frame: Frame;
  /** The scaled features, for metrics of clusterings. */
  readonly X?: Matrix | undefined;
  /** Durations of single-row predictions, milliseconds, after warming up. */
  readonly measureLatency?: (() => Float64Array | Promise<Float64Array>) | undefined;
  readonly modelSizeBytes: number;
  readonly seed: number;
}

/** What a gate says. Plain data. */
export interface GateDecision {
  /** As declared: "meetsMinimum", "slice(Wildlife Size)". */
  readonly gate: string;
  readonly verdict: Verdict;
  /** A sentence with figures for a stakeholder. */
  readonly reason: string;
  /** Name of the metric judged; null where the gate judges none. */
  readonly metric: string | null;
  readonly estimate: IntervalRecord | null;
  readonly bound: number | null;
  /** Which side of the bound is good. */
  readonly direction: "atLeast" | "atMost";
}

/** One row of the table of gates. */
export interface GateDefinition {
  readonly kind: string;
  readonly summary: string;
  /** True where the verdict rests on a measurement of this machine: never cached, no part of a digest. */
  readonly measured: boolean;
  /** The alias whose model it compares with, on the same rows. */
  comparesWith?(spec: GateSpec): "champion";
  /** The column by whose values it slices the test rows; the evaluation reports them, too. */
  slicesBy?(spec: GateSpec): string;
  /** The gate as messages name it: "slice(Wildlife Size)". */
  title(spec: GateSpec): string;
  /** @throws EVALUATION_... where the gate can't be asked of this problem */
  decide(spec: GateSpec, context: GateContext): GateDecision | Promise<GateDecision>;
}
