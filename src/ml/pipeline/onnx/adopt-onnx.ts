import { fail, listNames, suggestion } from "../../../errors/index.ts";
import type { Task } from "../../estimators/estimator.ts";
import type { ParameterValues } from "../../estimators/parameters.ts";
import type { ColumnKind } from "../../frame/column.ts";
import { kindOf } from "../../frame/evaluate.ts";
import type { Frame } from "../../frame/frame.ts";
import { positiveClass, type Target } from "../../frame/target.ts";
import { decodeOnnx } from "../../onnx/decode-onnx.ts";
import { onnxModel, onnxModelName } from "../../onnx/onnx-model.ts";
import { type OnnxColumn, type OnnxSignature, signatureOf, vocabularyOf } from "../../onnx/signature.ts";
import { fieldsOf } from "../fields.ts";
import { columnsRead, FeatureMaker } from "../fitted-features.ts";
import { ScoringPipeline } from "../fitted-pipeline.ts";
import type { FittedPipeline, PrepareInput } from "../pipeline.ts";
import { onnxColumns } from "./onnx-columns.ts";
import { signatureOptionsOf } from "./onnx-parameters.ts";

/** A foreign model, and the rows that it stands beside fitted ones for. */
export interface AdoptInput
  extends Pick<PrepareInput, "frame" | "expressions" | "exclude" | "targetColumns" | "readings"> {
  /** The ONNX file. */
  readonly bytes: Uint8Array;
  /** See `onnxParameters`; kept with the pipeline as they are. */
  readonly params: ParameterValues;
  readonly task: Task;
  /** y of the frame's rows. */
  readonly y: Target | null;
  /** The target for people. */
  readonly target: string | null;
  /** Declared positive label. */
  readonly positive?: string | undefined;
}

/**
 * A foreign model in the place of a fitted one: reads the same columns and expressions, gives probabilities in the order of the target's
 * classes, and knows the rows' fields as a fitted pipeline does. Nothing is learned.
 * @throws ML_ONNX_SIGNATURE where its columns, task or classes aren't those of the rows; what `importOnnx` throws
 */
export function adoptOnnx(input: AdoptInput): FittedPipeline {
  const { frame, y, task, target } = input;
  const graph = decodeOnnx(input.bytes);
  const signature = signatureOf(graph, signatureOptionsOf(input.params));
  const expressions = new Map(Object.entries(input.expressions ?? {}));
  for (const column of signature.columns) refuseColumn(column, input);
  if (signature.task !== task) throw wrong("task", `${task}, as the target is`, signature.task);
  const classes = y?.kind === "classes" ? y.classes : [];
  const model = onnxModel(Uint8Array.from(input.bytes), signature, placesOf(signature, classes));
  const { entries, chains } = onnxColumns(signature, vocabularyOf(graph));
  const names = signature.columns.map(({ name }) => name);
  const used = new Map([...expressions].filter(([name]) => names.includes(name)));
  const schema = fieldsOf(frame, columnsRead(names, used), input.readings);
  const isBinary = task === "binary";
  return new ScoringPipeline({
    features: new FeatureMaker({ schema, expressions: used, recipe: { entries, leftOut: [] }, chains }),
    model,
    estimator: { name: onnxModelName, params: input.params },
    target,
    classes,
    positive: isBinary ? positiveClass(classes, input.positive) : null,
    threshold: isBinary ? 0.5 : null,
  });
}

/** A column that the model reads and the rows don't have as it needs them, or that is the answer. */
function refuseColumn({ name, kind }: OnnxColumn, input: AdoptInput): void {
  const { frame, expressions = {}, exclude = [], targetColumns = [] } = input;
  const what = `column "${name}"`;
  if (targetColumns.includes(name)) throw wrong(what, "no column that the target is made of", "one");
  if (exclude.includes(name)) throw wrong(what, "no column that names rows", "the table's key");
  const got = Object.hasOwn(expressions, name)
    ? kindOf(expressions[name]!, kindsOf(frame))
    : frame.columns.get(name)?.kind;
  if (got === undefined) {
    const known = [...frame.names, ...Object.keys(expressions)];
    throw wrong(what, `a column of the data (${listNames(known)})`, `none.${suggestion(name, known)}`.trimEnd());
  }
  if (!isReadable(kind, got, frame.columns.get(name)?.storage)) {
    throw wrong(what, kind === "number" ? "numbers" : "texts", `a column of kind ${got}`);
  }
}

/** Ids and constants may be of either. */
function isReadable(kind: OnnxColumn["kind"], got: string, storage: "values" | "codes" | undefined): boolean {
  if (got === "id" || got === "constant") return storage === (kind === "number" ? "values" : "codes");
  return kind === "number" ? got === "number" || got === "boolean" : got === "category" || got === "text";
}

function kindsOf(frame: Frame): Map<string, ColumnKind> {
  return new Map([...frame.columns].map(([name, { kind }]) => [name, kind]));
}

/** Where each of the target's classes stands among the model's; null where the order is the same. */
function placesOf({ classes: own }: OnnxSignature, classes: readonly string[]): Int32Array | null {
  const isSame = own.length === classes.length && classes.every((label) => own.includes(label));
  if (!isSame) throw wrong("classes", `the target's labels (${listNames(classes)})`, listNames(own));
  const places = Int32Array.from(classes, (label) => own.indexOf(label));
  return places.every((place, k) => place === k) ? null : places;
}

function wrong(what: string, expected: string, got: string): Error {
  return fail("ML_ONNX_SIGNATURE", { what, expected, got });
}
