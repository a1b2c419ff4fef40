import { fail, isMillraceError } from "../errors/index.ts";
import type { Frame, ThreadTeam } from "../ml/index.ts";
import type {
  Explained,
  Prediction,
  PredictOptions,
  Predictor,
  RowExplanation,
  RowWarning,
  Scored,
  ScoredColumns,
} from "../ml/pipeline/index.ts";
import type { Machine } from "../platform/index.ts";

/** A row as it comes: field -> value. */
export type Row = Readonly<Record<string, unknown>>;

/** Predictions with warnings, of which a large request could have millions. */
export interface ScoredRows extends Scored {
  /** Warnings beyond the first thousand, which alone are given. */
  readonly warningsOmitted: number;
  /** Where they were asked for: what each column added to each prediction. */
  readonly explanations?: readonly RowExplanation[];
}

/** What is asked of the model beside predictions. */
export interface ScoreOptions extends PredictOptions {
  /** Also say what each column added. Default false. */
  readonly explain?: boolean | undefined;
}

const mostWarnings = 1000;

/** Rows scored in one go; about a millisecond or two, so that other requests needn't wait for a large one. */
const rowsAtOnce = 512;
/** An explanation costs many times a prediction. */
const rowsExplainedAtOnce = 32;

/**
 * Scores rows, letting other work in between where they are many. Rows don't influence each other, so the result is the
 * same as that of one call.
 * @throws ML_FIELD_MISSING, ML_FIELD_TYPE; with strict ML_FIELD_UNSEEN, ML_FIELD_EXTRA; with explain ML_NOT_EXPLAINABLE
 */
export function score(
  predictor: Predictor,
  rows: readonly Row[],
  options: ScoreOptions,
  machine: Machine,
): ScoredRows | Promise<ScoredRows> {
  const atOnce = options.explain === true ? rowsExplainedAtOnce : rowsAtOnce;
  if (rows.length > atOnce) return scoreInTurns(predictor, rows, options, { atOnce, machine });
  const { warnings, ...scored } = ask(predictor, rows, options);
  return {
    ...scored,
    warnings: warnings.length > mostWarnings ? warnings.slice(0, mostWarnings) : warnings,
    warningsOmitted: Math.max(0, warnings.length - mostWarnings),
  };
}

function ask(predictor: Predictor, rows: readonly Row[], { explain, ...options }: ScoreOptions): Scored | Explained {
  return explain === true ? predictor.explain(rows, options) : predictor.predict(rows, options);
}

async function scoreInTurns(
  predictor: Predictor,
  rows: readonly Row[],
  options: ScoreOptions,
  { atOnce, machine }: { readonly atOnce: number; readonly machine: Machine },
): Promise<ScoredRows> {
  const predictions: Prediction[] = [];
  const explanations: RowExplanation[] = [];
  const warnings: RowWarning[] = [];
  let warningCount = 0;
  for (let start = 0; start < rows.length; start += atOnce) {
    if (start > 0) await machine.turn();
    const scored = located(start, () => ask(predictor, rows.slice(start, start + atOnce), options));
    for (const prediction of scored.predictions) predictions.push(prediction);
    if ("explanations" in scored) for (const one of scored.explanations) explanations.push(one);
    warningCount += scored.warnings.length;
    for (const warning of scored.warnings.slice(0, mostWarnings - warnings.length)) {
      warnings.push({ ...warning, row: warning.row + start });
    }
  }
  const warningsOmitted = warningCount - warnings.length;
  return { predictions, warnings, warningsOmitted, ...(options.explain === true ? { explanations } : {}) };
}

/**
 * Scores rows of a table that are part of a larger one, with errors naming the row by its place in the whole.
 * @param start number of the first of these rows in the whole, from 0
 * @throws as `Predictor.predictFrame`
 */
export function scoreFrameFrom(predictor: Predictor, frame: Frame, start: number, team?: ThreadTeam): ScoredColumns {
  return located(start, () => predictor.predictFrame(frame, { team }));
}

function located<T>(start: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (start === 0 || !isMillraceError(error) || !isLocated(error.detail)) throw error;
    throw fail(error.code as "ML_FIELD_TYPE", { ...error.detail, row: error.detail.row + start }, { cause: error });
  }
}

function isLocated(detail: unknown): detail is { field: string; row: number; expected: string; got: string } {
  return typeof (detail as { row?: unknown } | null)?.row === "number";
}
