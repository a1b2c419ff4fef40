import { fail } from "../../errors/index.ts";
import { checkFeatures } from "../estimators/check-fit.ts";
import type { Model, ModelData, ModelValue } from "../estimators/estimator.ts";
import type { Matrix } from "../frame/matrix.ts";
import { DataReader } from "../transformers/read-data.ts";
import { decodeOnnx } from "./decode-onnx.ts";
import type { Tensor } from "./messages.ts";
import { type Session, sessionOf } from "./runtime/session.ts";
import { type OnnxSignature, signatureOf, vocabularyOf } from "./signature.ts";
import { emptyData, tensorOf, textTensor } from "./tensor.ts";

/** The name under which imported models are found. */
export const onnxModelName = "onnxModel";

/** Rows that are scored at once: enough to share a node's cost, few enough for any width. */
const chunkRows = 1024;

/**
 * A foreign graph as a model. Its features are the columns of its inputs: numbers as they are, and of texts their place in
 * `vocabularyOf` the graph (behind the last: a text that the graph doesn't know; NaN: missing, which the graph sees as "").
 * @param places (nClasses) of the model's classes among those of the signature, where they stand in another order
 * @throws ML_ONNX_UNSUPPORTED, ML_ONNX_INVALID, ML_ONNX_SIGNATURE where its answers aren't what the signature says
 */
export function onnxModel(bytes: Uint8Array, signature: OnnxSignature, places: Int32Array | null = null): Model {
  const model = decodeOnnx(bytes);
  const scorer = new GraphScorer(sessionOf(model), signature, vocabularyOf(model));
  scorer.tryOut();
  const { task, classes } = signature;
  const nFeatures = signature.columns.length;
  const scores = (X: Matrix): Float64Array => {
    checkFeatures(onnxModelName, nFeatures, X);
    return places === null ? scorer.scores(X) : reordered(scorer.scores(X), places);
  };
  const described = {
    estimator: onnxModelName,
    task,
    nFeatures,
    nClasses: classes.length,
    toData: () => dataOf(bytes, signature, places),
  };
  if (task === "regression") return { ...described, predict: scores };
  return { ...described, predictProba: scores, predict: (X) => likeliest(scores(X), classes.length) };
}

/** The model of its data. @throws ML_MODEL_CORRUPT, and what `onnxModel` throws */
export function loadOnnxModel(data: ModelData): Model {
  const reader = new DataReader(data, onnxModelName, ["onnx", "columns", "task", "classes", "output", "places"]);
  const bytes = reader.value("onnx");
  if (!(bytes instanceof Uint8Array))
    throw fail("ML_MODEL_CORRUPT", { where: "onnxModel.onnx", expected: "bytes", got: "others" });
  const task = reader.choice("task", ["binary", "multiclass", "regression"]);
  const classes = reader.labels("classes");
  const asked = { task, classes, columns: reader.labels("columns"), output: reader.text("output") };
  return onnxModel(bytes, signatureOf(decodeOnnx(bytes), asked), placesOf(reader.value("places"), classes.length));
}

function dataOf(
  bytes: Uint8Array,
  { columns, task, classes, output }: OnnxSignature,
  places: Int32Array | null,
): ModelData {
  return { onnx: bytes, columns: columns.map(({ name }) => name), task, classes, output, places };
}

function placesOf(value: ModelValue, nClasses: number): Int32Array | null {
  if (value === null) return null;
  const isOrder =
    value instanceof Int32Array &&
    value.length === nClasses &&
    new Set(value).size === nClasses &&
    value.every((place) => place >= 0 && place < nClasses);
  if (isOrder) return value;
  throw fail("ML_MODEL_CORRUPT", { where: "onnxModel.places", expected: "an order of the classes", got: "another" });
}

/** Columns of probabilities, (nSamples, nClasses), in another order. */
function reordered(scores: Float64Array, places: Int32Array): Float64Array {
  const width = places.length;
  const result = new Float64Array(scores.length);
  for (let from = 0; from < scores.length; from += width)
    for (let k = 0; k < width; k++) result[from + k] = scores[from + places[k]!]!;
  return result;
}

/** Runs a graph over samples, a chunk at a time. */
class GraphScorer {
  readonly #session: Session;
  readonly #signature: OnnxSignature;
  readonly #texts: readonly string[];

  constructor(session: Session, signature: OnnxSignature, vocabulary: readonly string[]) {
    this.#session = session;
    this.#signature = signature;
    let unknown = "unknown";
    while (vocabulary.includes(unknown)) unknown += "'";
    this.#texts = [...vocabulary, unknown];
  }

  /** (nSamples), or (nSamples, nClasses) row-major. */
  scores(X: Matrix): Float64Array {
    const width = Math.max(1, this.#signature.classes.length);
    const result = new Float64Array(X.nSamples * width);
    const rows = this.#signature.batch ?? chunkRows;
    for (let from = 0; from < X.nSamples; from += rows) {
      const n = Math.min(rows, X.nSamples - from);
      result.set(this.#chunk(X, from, n), from * width);
    }
    return result;
  }

  /** Two rows of zeros tell whether the graph gives what its signature says. @throws ML_ONNX_SIGNATURE */
  tryOut(): void {
    const { columns, task, classes } = this.#signature;
    const features = columns.map(({ name }) => ({ name, kind: "numeric" }) as const);
    const values = new Float32Array(2 * columns.length);
    const scores = this.scores({ nSamples: 2, nFeatures: columns.length, values, features });
    if (task === "regression") return;
    for (let i = 0; i < 2; i++) {
      const row = scores.subarray(i * classes.length, (i + 1) * classes.length);
      const sum = row.reduce((all, share) => all + share, 0);
      if (!(Math.abs(sum - 1) <= 1e-3 && row.every((share) => share >= -1e-6))) {
        throw wrong(`output "${this.#signature.output}"`, "probabilities that sum to 1", `${[...row].join(", ")}`);
      }
    }
  }

  #chunk(X: Matrix, from: number, n: number): Float64Array {
    const { output, classes, inputs } = this.#signature;
    let column = 0;
    const given = new Map<string, Tensor>();
    for (const input of inputs) {
      given.set(input.name, this.#input(X, input, column, from, n));
      column += input.width;
    }
    const found = this.#session.run(given, [output]).get(output)!;
    if (found.type === "string") throw wrong(`output "${output}"`, "numbers", "texts");
    const width = Math.max(1, classes.length);
    if (found.data.length === n * width) return Float64Array.from(found.data);
    if (classes.length === 2 && found.data.length === n) {
      return Float64Array.from({ length: 2 * n }, (_, i) =>
        i % 2 === 1 ? found.data[i >> 1]! : 1 - found.data[i >> 1]!,
      );
    }
    throw wrong(`output "${output}"`, `${width} numbers a row`, `${found.data.length / n}`);
  }

  #input(X: Matrix, input: OnnxSignature["inputs"][number], column: number, from: number, n: number): Tensor {
    const { type, width, isFlat } = input;
    const dims = isFlat ? [n] : [n, width];
    const at = (i: number): number => X.values[(column + (i % width)) * X.nSamples + from + Math.floor(i / width)]!;
    if (type === "string") {
      const texts = Array.from({ length: n * width }, (_, i) =>
        Number.isNaN(at(i)) ? "" : (this.#texts[at(i)] ?? ""),
      );
      return textTensor(dims, texts);
    }
    const values = emptyData(type, n * width) as Float64Array;
    for (let i = 0; i < values.length; i++) values[i] = at(i);
    return tensorOf(type, dims, values);
  }
}

function likeliest(probabilities: Float64Array, nClasses: number): Float64Array {
  return Float64Array.from({ length: probabilities.length / nClasses }, (_, i) => {
    const row = probabilities.subarray(i * nClasses, (i + 1) * nClasses);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });
}

function wrong(what: string, expected: string, got: string): Error {
  return fail("ML_ONNX_SIGNATURE", { what, expected, got });
}
