import type { FitContext, Task } from "../../estimators/estimator.ts";
import type { ParameterTable, ParameterValues } from "../../estimators/parameters.ts";
import type { OnnxSignature } from "../../onnx/signature.ts";
import type { FittedPipeline, Prepared, PrepareInput } from "../pipeline.ts";

/**
 * A kind of candidate: everything that a workflow, its lint, its search and its training must know of candidates that are made
 * the same way. Callers ask the kind; they never compare names.
 */
export interface CandidateKind {
  readonly kind: string;
  /** The names that candidates of this kind have in a declaration. */
  readonly names: readonly string[];
  /** Tasks that a candidate of that name can do. */
  tasksOf(name: string): readonly Task[];
  /** Hyper-parameters that a search may draw; empty where the candidate is what it is. */
  parametersOf(name: string): ParameterTable;
  /** The candidate's file, for kinds that are made elsewhere. */
  readonly file?: CandidateFileReader;
  /** Refuses what was declared. @throws ML_PARAMETER_INVALID */
  check(name: string, params: ParameterValues): void;
  /**
   * Refuses a candidate that can't be one for these rows, before anything is trained.
   * @throws at the candidate's line: what the kind's file can be refused for
   */
  refuseUnfit?(input: CandidateFit): void;
  /** The candidate on these rows: fitted, or adopted as it is. @throws what the estimator's fit or the file throws */
  fit(input: CandidateFit): FittedPipeline;
}

/** How a kind's file is read. */
export interface CandidateFileReader {
  /** The parameter that names the file; its digest is put beside it as `digest`. */
  readonly parameter: string;
  /** What the file tells of itself. @throws ML_ONNX_INVALID, ML_ONNX_UNSUPPORTED, ML_ONNX_TOO_LARGE, ML_ONNX_SIGNATURE */
  describe(bytes: Uint8Array, params: ParameterValues): OnnxSignature;
}

/** A candidate and the rows that it is made for. */
export interface CandidateFit
  extends Pick<PrepareInput, "frame" | "y" | "task" | "expressions" | "exclude" | "targetColumns" | "readings"> {
  readonly name: string;
  readonly params: ParameterValues;
  /** The target for people. */
  readonly target: string | null;
  /** Label of the positive class of a binary task. */
  readonly positive: string | undefined;
  readonly context: FitContext;
  /** Features of these rows, as an estimator takes them; shared by candidates that take the same. */
  prepare(accepts: PrepareInput["accepts"]): Prepared;
  /** The candidate's file, by its digest. @throws Error where it isn't there */
  file(digest: string): Uint8Array;
}
