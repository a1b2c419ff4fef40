import { fail } from "../../errors/index.ts";
import type { CodeColumn } from "../frame/column.ts";
import type { Target } from "../frame/target.ts";
import { random } from "../random.ts";
import { codeColumn, indexLabels, translateCodes } from "./column-access.ts";
import { DataReader } from "./read-data.ts";
import type { FeatureValues, FitInput, FittedTransformer, TransformerDefinition } from "./transformer.ts";

/**
 * A category becomes the mean of y among its training rows, pulled towards the mean of all: (sum + s * prior) / (count + s).
 * Missing is a category of its own if training rows had it. Training rows get values from the other folds, so that no row sees its
 * own target. Binary: share of the second class; multiclass: a share per class; regression: the mean.
 * @see https://doi.org/10.1145/507533.507538 (Micci-Barreca 2001)
 */
export const targetEncoding: TransformerDefinition = {
  name: "targetEncoding",
  summary:
    "The mean of the target among the category's training rows (out of fold for those rows themselves); unseen ones get the overall mean.",
  kinds: ["category", "text", "constant", "id"],
  parameters: {
    smoothing: {
      type: "number",
      default: 10,
      low: 0,
      high: Number.POSITIVE_INFINITY,
      summary: "Rows that the overall mean counts as, against the category's own rows.",
    },
    folds: { type: "integer", default: 5, low: 2, high: 100, summary: "Folds by which training rows are encoded." },
  },
  needsTarget: true,
  fit(input) {
    const { name, column, y, params } = input;
    const labels = codeColumn(name, column);
    const outputs = outputsOf(name, y);
    const [sums] = sumsByFold(labels, outputs, null, 1) as [Sums];
    const levels: string[] = [];
    const kept: number[] = [];
    for (let code = 0; code <= labels.dictionary.length; code++) {
      if (sums.counts[code] === 0 && code < labels.dictionary.length) continue;
      if (code < labels.dictionary.length) levels.push(labels.dictionary[code]!);
      kept.push(code);
    }
    const width = outputs.names.length;
    const means = new Float64Array(kept.length * width);
    const prior = priorOf(sums, width);
    kept.forEach((code, row) => {
      for (let k = 0; k < width; k++)
        means[row * width + k] = smoothed(sums, code, k, prior, Number(params["smoothing"]));
    });
    return fitted({ name, levels, outputs: outputs.names, prior, means });
  },
  transformTraining(model, input, into) {
    encodeOutOfFold(model, input, into);
  },
  load(data) {
    const reader = new DataReader(data, "targetEncoding", ["name", "levels", "outputs", "prior", "means"]);
    const levels = reader.labels("levels");
    const outputs = reader.labels("outputs");
    return fitted({
      name: reader.text("name"),
      levels,
      outputs,
      prior: reader.float64("prior", outputs.length),
      means: reader.float64("means", (levels.length + 1) * outputs.length),
    });
  },
};

interface Encoding {
  readonly name: string;
  readonly levels: readonly string[];
  /** What is averaged, as the features' names say it: "share of true". */
  readonly outputs: readonly string[];
  /** (outputs) */
  readonly prior: Float64Array;
  /** (levels + 1, outputs) row-major; the last row is for missing. */
  readonly means: Float64Array;
}

/** y as columns of numbers to average. */
interface Outputs {
  readonly names: readonly string[];
  readonly valueOf: (row: number, output: number) => number;
}

/** (codes + 1): the last place is for missing. `sums` is (codes + 1, outputs). */
interface Sums {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

function fitted(encoding: Encoding): FittedTransformer {
  const { name, levels, outputs, prior, means } = encoding;
  const indexOf = indexLabels(levels);
  const width = outputs.length;
  return {
    transformer: "targetEncoding",
    features: outputs.map((output) => ({ name: `${name}: ${output}`, kind: "numeric" })),
    transform(column, into) {
      const labels = codeColumn(name, column);
      const levelOf = translateCodes(labels, indexOf);
      for (let k = 0; k < width; k++) {
        const out = into[k]!;
        for (let i = 0; i < labels.codes.length; i++) {
          const code = labels.codes[i]!;
          const level = code < 0 ? levels.length : levelOf[code]!;
          out[i] = level < 0 ? prior[k]! : means[level * width + k]!;
        }
      }
    },
    toData: () => ({ name, levels, outputs, prior, means }),
  };
}

function encodeOutOfFold(model: FittedTransformer, input: FitInput, into: readonly FeatureValues[]): void {
  const labels = codeColumn(input.name, input.column);
  const rows = labels.codes.length;
  const folds = Math.min(Number(input.params["folds"]), rows);
  if (folds < 2) {
    model.transform(input.column, into);
    return;
  }
  const outputs = outputsOf(input.name, input.y);
  const width = outputs.names.length;
  const foldOf = random(input.seed, "target-encoding", input.name).shuffle(
    Int32Array.from({ length: rows }, (_, i) => i % folds),
  );
  const held = sumsByFold(labels, outputs, foldOf, folds);
  const rest = held.map((_, fold) => withoutFold(held, fold));
  const priors = rest.map((sums) => priorOf(sums, width));
  const smoothing = Number(input.params["smoothing"]);
  for (let i = 0; i < rows; i++) {
    const fold = foldOf[i]!;
    const place = placeOf(labels, i);
    for (let k = 0; k < width; k++) into[k]![i] = smoothed(rest[fold]!, place, k, priors[fold]!, smoothing);
  }
}

/** Sums of each fold's own rows; of all rows together where `foldOf` is null. */
function sumsByFold(labels: CodeColumn, outputs: Outputs, foldOf: Int32Array | null, folds: number): Sums[] {
  const width = outputs.names.length;
  const places = labels.dictionary.length + 1;
  const result = Array.from({ length: folds }, () => ({
    counts: new Float64Array(places),
    sums: new Float64Array(places * width),
  }));
  for (let i = 0; i < labels.codes.length; i++) {
    const { counts, sums } = result[foldOf === null ? 0 : foldOf[i]!]!;
    const place = placeOf(labels, i);
    counts[place]!++;
    for (let k = 0; k < width; k++) sums[place * width + k]! += outputs.valueOf(i, k);
  }
  return result;
}

/** The sums of all other folds: added up anew, as subtracting would leave a trace of the row's own target in the last bits. */
function withoutFold(folds: readonly Sums[], left: number): Sums {
  const counts = new Float64Array(folds[left]!.counts.length);
  const sums = new Float64Array(folds[left]!.sums.length);
  for (const [fold, part] of folds.entries()) {
    if (fold === left) continue;
    for (let i = 0; i < counts.length; i++) counts[i]! += part.counts[i]!;
    for (let i = 0; i < sums.length; i++) sums[i]! += part.sums[i]!;
  }
  return { counts, sums };
}

function priorOf({ counts, sums }: Sums, width: number): Float64Array {
  const prior = new Float64Array(width);
  let rows = 0;
  for (let place = 0; place < counts.length; place++) {
    rows += counts[place]!;
    for (let k = 0; k < width; k++) prior[k]! += sums[place * width + k]!;
  }
  return prior.map((sum) => (rows === 0 ? 0 : sum / rows));
}

function smoothed({ counts, sums }: Sums, place: number, k: number, prior: Float64Array, smoothing: number): number {
  const weight = counts[place]! + smoothing;
  return weight === 0 || counts[place] === 0
    ? prior[k]!
    : (sums[place * prior.length + k]! + smoothing * prior[k]!) / weight;
}

function placeOf(labels: CodeColumn, row: number): number {
  const code = labels.codes[row]!;
  return code < 0 ? labels.dictionary.length : code;
}

function outputsOf(name: string, y: Target | null): Outputs {
  if (y === null) {
    throw fail("ML_RECIPE_INVALID", {
      where: `column "${name}"`,
      expected: "a target for targetEncoding",
      got: "none",
    });
  }
  if (y.kind === "values") return { names: ["mean of target"], valueOf: (row) => y.values[row]! };
  if (y.classes.length <= 2) {
    return {
      names: [`share of ${y.classes[y.classes.length - 1] ?? ""}`],
      valueOf: (row) => (y.codes[row] === y.classes.length - 1 ? 1 : 0),
    };
  }
  return { names: y.classes.map((label) => `share of ${label}`), valueOf: (row, k) => (y.codes[row] === k ? 1 : 0) };
}
