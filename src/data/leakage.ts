import type { Column, Frame, Target } from "../ml/index.ts";

/**
 * How well single columns predict the target, and whose name gives the answer away. A column is cut into bins (categories:
 * its values; numbers: quantiles; missing is a bin), every bin predicts the mean target of the *other* folds' rows in it,
 * and that prediction is scored: area under the ROC curve for classes (mean over classes against the rest), R² for numbers.
 * Out of fold, so a column of unique values predicts nothing. Rows are thinned evenly to `maxRows`.
 */
export interface ColumnRelation {
  readonly column: string;
  readonly measure: "rocAuc" | "r2";
  /** rocAuc: 0.5 is chance, 1 is perfect; r2: 0 is the mean, 1 is perfect. */
  readonly score: number;
}

export interface LeakSuspect {
  readonly column: string;
  /** What makes it suspect: what it predicts, or only what it is called. */
  readonly by: "value" | "name";
  readonly reason: string;
}

const maxRows = 20_000;
const maxBins = 256;
const maxClasses = 10;
const folds = 5;
/** Rows that the overall mean counts for in every bin. */
const priorWeight = 1;

/** A single column that predicts this well is most likely the answer in disguise. */
export const leakThreshold = 0.98;

/** @param rows row numbers of the frame that `y` belongs to; `exclude`: the target's own columns */
export function relationsToTarget(
  frame: Frame,
  y: Target,
  rows: ArrayLike<number>,
  exclude: readonly string[],
): ColumnRelation[] {
  const sampled = evenly(rows.length, maxRows);
  const frameRows = sampled.map((at) => rows[at]!);
  const targets = targetsOf(y, sampled);
  if (targets.length === 0 || sampled.length < 2 * folds) return [];
  const measure = y.kind === "classes" ? "rocAuc" : "r2";
  const relations: ColumnRelation[] = [];
  for (const [name, column] of frame.columns) {
    if (exclude.includes(name) || column.kind === "constant") continue;
    const { bins, count } = binsOf(column, frameRows);
    let total = 0;
    for (const target of targets) {
      const cells = outOfFold(bins, count, target);
      total += measure === "r2" ? r2(cells, bins, count, target) : rocAuc(cells);
    }
    relations.push({ column: name, measure, score: total / targets.length });
  }
  return relations;
}

/** Columns that give the target away, by what they predict or by what they are called. */
export function leakSuspects(
  relations: readonly ColumnRelation[],
  columns: readonly string[],
  targetColumns: readonly string[],
  threshold: number = leakThreshold,
): LeakSuspect[] {
  const suspects: LeakSuspect[] = [];
  for (const column of columns) {
    if (targetColumns.includes(column)) continue;
    const relation = relations.find((candidate) => candidate.column === column);
    if (relation !== undefined && relation.score > threshold) {
      const measured = relation.measure === "r2" ? "R²" : "area under the ROC curve";
      suspects.push({
        column,
        by: "value",
        reason: `alone it predicts the target almost perfectly (${measured} ${relation.score.toFixed(3)})`,
      });
      continue;
    }
    const named = nameReason(column, targetColumns);
    if (named !== undefined) suspects.push({ column, by: "name", reason: named });
  }
  return suspects;
}

/**
 * A column is named after the target if its name has the same words, or these and words that speak of an outcome: "rating" or "rating code"
 * beside "Rating". "Content Rating" is something else.
 */
function nameReason(column: string, targetColumns: readonly string[]): string | undefined {
  const words = wordsOf(column);
  if (/^(target|label|outcome|ground truth|y true|prediction|predicted)$/.test(words.join(" "))) {
    return "its name says that it is an outcome";
  }
  for (const target of targetColumns) {
    const targetWords = wordsOf(target);
    const isNamed = targetWords.length > 0 && targetWords.every((word) => words.includes(word));
    if (isNamed && words.every((word) => targetWords.includes(word) || outcomeWords.has(word))) {
      return `its name is almost the target's (${targetWords.join(", ")})`;
    }
  }
  return undefined;
}

function wordsOf(name: string): string[] {
  const spaced = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return spaced.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "" && !fillers.has(word));
}
/** What is said of an answer in another form: coded, binned, in money, later found, predicted. */
const outcomeWords = new Set([
  ...[
    "actual",
    "final",
    "true",
    "real",
    "result",
    "outcome",
    "target",
    "label",
    "class",
    "flag",
    "status",
    "indicated",
  ],
  ...["reported", "prediction", "predicted", "probability", "score", "code", "coded", "encoded", "id", "binary", "bin"],
  ...["group", "bucket", "category", "level", "raw", "log", "scaled", "normalized", "percent", "rate", "usd", "eur"],
  ...["0", "1", "2"],
]);
const fillers = new Set([
  "of",
  "the",
  "a",
  "in",
  "is",
  "has",
  "to",
  "amount",
  "effect",
  "type",
  "total",
  "number",
  "value",
  "name",
  "date",
  "time",
]);

/** At most `limit` positions of 0..length-1, evenly spaced. */
export function evenly(length: number, limit: number): number[] {
  if (length <= limit) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.floor((i * length) / limit));
}

/** One 0/1 target for two classes, one a class for more (the most frequent ones), the values for a number. */
function targetsOf(y: Target, sampled: readonly number[]): Float64Array[] {
  if (y.kind === "values") return [Float64Array.from(sampled, (at) => y.values[at]!)];
  const counts = new Float64Array(y.classes.length);
  for (const at of sampled) counts[y.codes[at]!]!++;
  const present = [...counts.keys()].filter((code) => counts[code]! > 0);
  if (present.length < 2) return [];
  const wanted =
    present.length === 2
      ? present.slice(1)
      : present.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, maxClasses);
  return wanted.map((code) => Float64Array.from(sampled, (at) => (y.codes[at] === code ? 1 : 0)));
}

function binsOf(column: Column, rows: readonly number[]): { bins: Int32Array; count: number } {
  if (column.storage === "codes") {
    const missing = column.dictionary.length;
    const bins = Int32Array.from(rows, (row) => (column.codes[row]! < 0 ? missing : column.codes[row]!));
    return { bins, count: missing + 1 };
  }
  const values = Float64Array.from(rows, (row) => column.values[row]!);
  const edges = quantileEdges(values);
  return { bins: Int32Array.from(values, (value) => binOf(value, edges)), count: edges.length + 2 };
}

/** Distinct values at evenly spaced ranks; all distinct values where they are few. */
function quantileEdges(values: Float64Array): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (distinct.length <= maxBins) return distinct;
  const edges = Float64Array.from(
    { length: maxBins },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / (maxBins + 1))]!,
  );
  return edges.filter((value, i) => i === 0 || value !== edges[i - 1]);
}

/** 0 for missing, else 1 + number of edges below the value. */
function binOf(value: number, edges: Float64Array): number {
  if (Number.isNaN(value)) return 0;
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return 1 + low;
}

/** Scattered, so that a pattern in the order of rows is no pattern of folds. */
function foldOf(i: number): number {
  return (Math.imul(i + 1, 0x9e3779b1) >>> 16) % folds;
}

/** What the rows of one bin and fold are predicted, and how their target sums up. */
interface Cells {
  readonly predicted: Float64Array;
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
}

/** Cell of row i: `foldOf(i) * count + bins[i]`. */
function outOfFold(bins: Int32Array, count: number, target: Float64Array): Cells {
  const [sums, sizes] = [new Float64Array(count * folds), new Float64Array(count * folds)];
  const [binSums, binSizes] = [new Float64Array(count), new Float64Array(count)];
  const [foldSums, foldSizes] = [new Float64Array(folds), new Float64Array(folds)];
  for (let i = 0; i < target.length; i++) {
    const [fold, bin, value] = [foldOf(i), bins[i]!, target[i]!];
    sums[fold * count + bin]! += value;
    sizes[fold * count + bin]!++;
    binSums[bin]! += value;
    binSizes[bin]!++;
    foldSums[fold]! += value;
    foldSizes[fold]!++;
  }
  const sum = foldSums.reduce((a, b) => a + b, 0);
  const predicted = sums.map((ownSum, cell) => {
    const [fold, bin] = [Math.floor(cell / count), cell % count];
    const prior = (sum - foldSums[fold]!) / (target.length - foldSizes[fold]!);
    return (binSums[bin]! - ownSum + priorWeight * prior) / (binSizes[bin]! - sizes[cell]! + priorWeight);
  });
  return { predicted, sums, sizes };
}

/** Area under the ROC curve of a 0/1 target by cells, ties counted half; 0.5 where one class is absent. */
function rocAuc({ predicted, sums, sizes }: Cells): number {
  const order = [...predicted.keys()].filter((cell) => sizes[cell]! > 0).sort((a, b) => predicted[a]! - predicted[b]!);
  let [negativesBelow, wins, positives] = [0, 0, 0];
  for (let from = 0; from < order.length; ) {
    let [to, tiedPositives, tiedNegatives] = [from, 0, 0];
    for (; to < order.length && predicted[order[to]!] === predicted[order[from]!]; to++) {
      tiedPositives += sums[order[to]!]!;
      tiedNegatives += sizes[order[to]!]! - sums[order[to]!]!;
    }
    wins += tiedPositives * (negativesBelow + tiedNegatives / 2);
    positives += tiedPositives;
    negativesBelow += tiedNegatives;
    from = to;
  }
  return positives === 0 || negativesBelow === 0 ? 0.5 : wins / (positives * negativesBelow);
}

function r2({ predicted }: Cells, bins: Int32Array, count: number, target: Float64Array): number {
  const mean = target.reduce((a, b) => a + b, 0) / target.length;
  let [residual, total] = [0, 0];
  for (let i = 0; i < target.length; i++) {
    residual += (target[i]! - predicted[foldOf(i) * count + bins[i]!]!) ** 2;
    total += (target[i]! - mean) ** 2;
  }
  return total === 0 ? 0 : 1 - residual / total;
}
