import { isMillraceError, MillraceError, type SourceLocation } from "../errors/index.ts";
import { type CandidateFit, candidateKindOf, type FitContext, type Frame, type Target } from "../ml/index.ts";
import type { TrainingSet } from "./training-set.ts";

/** Rows of a training set: all of them, or a part. */
export interface Rows {
  readonly frame: Frame;
  readonly y: Target | null;
}

/** How features of the rows are made, and what the fit is given. */
export type FitMeans = Pick<CandidateFit, "prepare"> & { readonly context: FitContext };

/** A candidate on some rows of a training set, as its kind wants to know it. */
export function candidateFit(
  set: TrainingSet,
  { frame, y }: Rows,
  { name, params }: Pick<CandidateFit, "name" | "params">,
  { prepare, context }: FitMeans,
): CandidateFit {
  const { task, target, features: expressions, targetColumns, keys: exclude, readings } = set;
  return {
    ...{ name, params, frame, y, task, target, expressions, targetColumns, exclude, readings, prepare, context },
    positive: positiveLabel(set),
    file: (digest) => fileOf(set, digest),
  };
}

/** A candidate as it was declared. */
interface Declared extends Pick<CandidateFit, "name" | "params"> {
  readonly at?: SourceLocation | undefined;
}

/**
 * Refuses candidates that can't be ones for these rows, before anything is trained, and not among failed trials.
 * @throws at the candidate's line, what its kind refuses it for
 */
export function refuseUnfit(set: TrainingSet, candidates: readonly Declared[]): void {
  const nothing: FitMeans = {
    context: { seed: set.seed },
    prepare: () => {
      throw new Error("features are made when a candidate is fitted");
    },
  };
  for (const { name, params, at } of candidates) {
    try {
      candidateKindOf(name).refuseUnfit?.(candidateFit(set, set, { name, params }, nothing));
    } catch (error) {
      throw isMillraceError(error) ? new MillraceError(error.code, error.detail, { at, cause: error }) : error;
    }
  }
}

function fileOf({ files }: TrainingSet, digest: string): Uint8Array {
  const bytes = files?.get(digest);
  if (bytes === undefined) throw new Error(`the file of a candidate isn't there: ${digest}`);
  return bytes;
}

function positiveLabel({ y, task, positive }: TrainingSet): string | undefined {
  return y?.kind === "classes" && task === "binary" ? y.classes[positive] : undefined;
}
