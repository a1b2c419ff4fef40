import { fail, listNames, suggestion } from "../../errors/index.ts";
import type { Explanation, ExplanationScale, PredictContext } from "../estimators/estimator.ts";
import type { Column } from "../frame/column.ts";
import { evaluate } from "../frame/evaluate.ts";
import type { Frame } from "../frame/frame.ts";
import { explainFeatures } from "./explain-features.ts";
import type { FeatureMaker } from "./fitted-features.ts";
import type { FittedPipeline } from "./pipeline.ts";

/** What one column added to one prediction. */
export interface ColumnContribution {
  /** A column of the rows, or a declared feature, by its name. */
  readonly column: string;
  /** Its value in the row; null where it is missing. */
  readonly value: string | number | boolean | null;
  /** In the explanation's scale. Columns with contribution 0 moved nothing. */
  readonly contribution: number;
}

/** Why one row got its score: baseline + all contributions = score, to 1e-6. */
export interface RowExplanation {
  /** The class whose score this is: the positive one of two, the predicted one of several; null where there are no classes. */
  readonly label: string | null;
  /** "logOdds" or "probability" of that class; "value" of a regression; "log" of the value or of the anomaly score. */
  readonly scale: ExplanationScale;
  /** The score where nothing is known of a row. */
  readonly baseline: number;
  readonly score: number;
  /** The largest magnitude first. */
  readonly contributions: readonly ColumnContribution[];
}

/** Options of `explainPipeline`. */
export interface ExplainPipelineOptions extends PredictContext {
  /** Rows that are measured against, in place of the training rows. */
  readonly background?: Frame | undefined;
  /** The class to explain, of each row. Default: see {@link RowExplanation}. */
  readonly label?: string | undefined;
}

/**
 * What each column added to the prediction of each row of a frame. Features that were made of one column (levels of a
 * category, "is missing") add up to that column, whose value is shown as it came, before any repair.
 * @throws ML_NOT_EXPLAINABLE where the model can't tell, ML_CLASS_UNKNOWN, ML_COLUMN_UNKNOWN
 */
export function explainPipeline(
  pipeline: FittedPipeline,
  frame: Frame,
  { background, label, team }: ExplainPipelineOptions = {},
): RowExplanation[] {
  const { model, classes } = pipeline;
  const features = pipeline.features as FeatureMaker;
  const wanted = label === undefined ? undefined : classNamed(classes, label);
  const X = pipeline.transform(frame);
  const explanation = explainFeatures({ model, features, frame, X, background, team });
  const predicted = explanation.outputs > 1 && wanted === undefined ? pipeline.predictMatrix(X).values : null;
  const columns = columnsOf(features, frame);
  const { length: nFeatures } = features.chainFeatures;
  return Array.from({ length: frame.rowCount }, (_, row) => {
    const k = classes.length === 0 ? null : (wanted ?? predicted?.[row] ?? pipeline.positive ?? 1);
    return explainRow(explanation, nFeatures, columns, row, k, k === null ? null : classes[k]!);
  });
}

/** A column with the features of X that were made of it. */
interface ExplainedColumn {
  readonly name: string;
  readonly features: readonly number[];
  valueAt(row: number): ColumnContribution["value"];
}

function columnsOf(features: FeatureMaker, frame: Frame): ExplainedColumn[] {
  const byName = new Map<string, number[]>();
  let next = 0;
  for (const chain of features.chains) {
    const own = byName.get(chain.column);
    const added = chain.features.map(() => next++);
    if (own === undefined) byName.set(chain.column, added);
    else own.push(...added);
  }
  return Array.from(byName, ([name, indices]) => {
    const expression = features.expressions.get(name);
    const column = expression === undefined ? frame.column(name) : evaluate(expression, frame);
    return { name, features: indices, valueAt: (row) => cellOf(column, row) };
  });
}

function explainRow(
  { outputs, scale, baseline, contributions }: Explanation,
  nFeatures: number,
  columns: readonly ExplainedColumn[],
  row: number,
  classIndex: number | null,
  label: string | null,
): RowExplanation {
  // one output for two classes is the second one's: the first one's log odds are its negative, its probability the rest of 1
  const isOther = outputs === 1 && classIndex === 0;
  const output = outputs === 1 ? 0 : classIndex!;
  const sign = isOther ? -1 : 1;
  const start = isOther && scale === "probability" ? 1 - baseline[output]! : sign * baseline[output]!;
  let score = start;
  const parts = columns.map(({ name, features, valueAt }) => {
    let sum = 0;
    for (const f of features) sum += contributions[(row * nFeatures + f) * outputs + output]!;
    // no negative zeros for people
    const contribution = sum === 0 ? 0 : sign * sum;
    score += contribution;
    return { column: name, value: valueAt(row), contribution };
  });
  parts.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return { label, scale, baseline: start, score, contributions: parts };
}

function cellOf(column: Column, row: number): ColumnContribution["value"] {
  if (column.storage === "codes") return column.dictionary[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  if (Number.isNaN(value)) return null;
  if (column.kind === "boolean") return value !== 0;
  return column.kind === "date" ? new Date(value).toISOString() : value;
}

function classNamed(classes: readonly string[], label: string): number {
  const index = classes.indexOf(label);
  if (index < 0)
    throw fail("ML_CLASS_UNKNOWN", { label, suggestion: suggestion(label, classes), classes: listNames(classes) });
  return index;
}
