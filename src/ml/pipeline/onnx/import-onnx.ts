import { positiveClass } from "../../frame/target.ts";
import { decodeOnnx } from "../../onnx/decode-onnx.ts";
import { onnxModel, onnxModelName } from "../../onnx/onnx-model.ts";
import { type OnnxSignature, type SignatureOptions, signatureOf, vocabularyOf } from "../../onnx/signature.ts";
import type { Field } from "../field.ts";
import { FeatureMaker } from "../fitted-features.ts";
import { ScoringPipeline } from "../fitted-pipeline.ts";
import type { FittedPipeline } from "../pipeline.ts";
import { onnxColumns } from "./onnx-columns.ts";

/** What an imported model is called and how it answers, where the file doesn't say it. */
export interface ImportOptions extends SignatureOptions {
  /** The target for people. */
  readonly target?: string | undefined;
  /** Binary: the positive label; default: the second class. */
  readonly positive?: string | undefined;
}

/**
 * A foreign ONNX model as a pipeline like any other: its bytes are stored in ours and run by our own pure runtime, in evaluation, over
 * HTTP, in batches and in a browser. Texts that the graph doesn't know are all alike to it; a missing text is "".
 * @throws ML_ONNX_INVALID; ML_ONNX_UNSUPPORTED naming all operators that can't be run; ML_ONNX_TOO_LARGE; ML_ONNX_SIGNATURE where columns,
 *   task or classes aren't the file's; ML_CLASS_UNKNOWN
 */
export function importOnnx(bytes: Uint8Array, options: ImportOptions = {}): FittedPipeline {
  const graph = decodeOnnx(bytes);
  const signature = signatureOf(graph, options);
  const model = onnxModel(Uint8Array.from(bytes), signature);
  const { chains } = onnxColumns(signature, vocabularyOf(graph));
  const schema = signature.columns.map(fieldOfColumn);
  const isBinary = signature.task === "binary";
  return new ScoringPipeline({
    features: new FeatureMaker({ schema, expressions: new Map(), recipe: { entries: [], leftOut: [] }, chains }),
    model,
    estimator: { name: onnxModelName, params: {} },
    target: options.target ?? null,
    classes: signature.classes,
    positive: isBinary ? positiveClass(signature.classes, options.positive) : null,
    threshold: isBinary ? 0.5 : null,
  });
}

/**
 * What a foreign model takes and gives, of a file that can be run.
 * @throws ML_ONNX_INVALID, ML_ONNX_UNSUPPORTED, ML_ONNX_TOO_LARGE, ML_ONNX_SIGNATURE as `importOnnx`
 */
export function onnxSignature(bytes: Uint8Array, options: SignatureOptions = {}): OnnxSignature {
  const signature = signatureOf(decodeOnnx(bytes), options);
  onnxModel(bytes, signature);
  return signature;
}

/** Of the rows that a foreign model was fitted on, nothing is known. */
function fieldOfColumn({ name, kind }: { readonly name: string; readonly kind: "number" | "category" }): Field {
  const storage = kind === "number" ? "values" : "codes";
  return { name, kind, storage, required: true, missing: 1, distinct: 0, range: null, dictionary: null };
}
