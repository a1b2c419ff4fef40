import { canonicalJson } from "../../canonical-json.ts";
import type { ModelData } from "../../estimators/estimator.ts";
import { encodeOnnx } from "../../onnx/encode-onnx.ts";
import { GraphBuilder, int, mlDomain } from "../../onnx/graph-builder.ts";
import type { Field } from "../field.ts";
import type { ScoringPipeline } from "../fitted-pipeline.ts";
import type { FittedPipeline } from "../pipeline.ts";
import { labels, values, type Written } from "./expressions/written.ts";
import { writeFeatures } from "./features/write-features.ts";
import { writeCalibration } from "./models/calibration.ts";
import { modelWriters } from "./models/table.ts";
import { notExportable } from "./not-exportable.ts";

/** How a pipeline is written. */
export interface ExportOptions {
  /** Operators for trees: 3 (default) runs in every runtime, 5 is the newer TreeEnsemble with sets of levels. */
  readonly mlOpset?: 3 | 5 | undefined;
  /** What numbers come as: "double" (default) is exact, "float" is what many clients send. */
  readonly numbers?: "double" | "float" | undefined;
  /** Name, version and digest of the model and version of the writer, for people and tools that read the file. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly producerVersion?: string | undefined;
}

/** What was written, and under which names it takes and gives values. */
export interface ExportedOnnx {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** One per field that the model reads, each (nSamples, 1). Missing is NaN, or "" for texts; dates are milliseconds since 1970. */
  readonly inputs: readonly { readonly name: string; readonly type: "double" | "float" | "string" }[];
  /** Names of the outputs; null for those that the task hasn't. */
  readonly outputs: {
    /** Labels (texts), or indices of clusters: (nSamples). */
    readonly label: string | null;
    /** Floats, (nSamples, nClasses). */
    readonly probabilities: string | null;
    /** Values or anomaly scores: doubles, (nSamples, 1). */
    readonly variable: string | null;
  };
}

const opset = 15;
const irVersions = { 3: 8, 5: 10 } as const;

/**
 * A fitted pipeline as an ONNX model that scores the same: fields in, labels and probabilities or values out. Equal pipelines give equal bytes.
 * @throws ML_ONNX_NOT_EXPORTABLE naming the column, feature or estimator that has no exact counterpart
 * @see https://onnx.ai/onnx/operators/
 */
export function exportOnnx(pipeline: FittedPipeline, options: ExportOptions = {}): ExportedOnnx {
  const { mlOpset = 3, numbers = "double" } = options;
  const fields = pipeline.schema.filter(({ required }) => required);
  const names = new Set(fields.map(({ name }) => name));
  const write = modelWriters.get(pipeline.model.estimator);
  if (write === undefined) {
    throw notExportable(`A model of ${pipeline.model.estimator}`, "the estimator has no ONNX counterpart");
  }
  const outputs = { label: outputName("label", names), ...valueNames(names) };
  const graph = new GraphBuilder([...names, ...Object.values(outputs)]);
  const columns = new Map(fields.map((field) => [field.name, writeInput(graph, field, numbers)]));
  const { model } = pipeline;
  const X = writeFeatures(graph, (pipeline as ScoringPipeline).features, (name) => columns.get(name)!);
  const data = model.toData();
  const { calibrator } = data;
  const scores = write({
    ...{ graph, X, mlOpset, task: model.task, nFeatures: model.nFeatures, nClasses: model.nClasses },
    data: calibrator === undefined ? data : (data["model"] as ModelData),
  });
  const result =
    calibrator === undefined ? scores : writeCalibration(graph, scores, calibrator as ModelData, model.nClasses);
  const given = writeOutputs(graph, pipeline, result, outputs);
  const bytes = encodeOnnx({
    irVersion: irVersions[mlOpset],
    opsets: new Map([
      ["", opset],
      [mlDomain, mlOpset],
    ]),
    producer: "millrace",
    producerVersion: options.producerVersion ?? "",
    metadata: metadataOf(pipeline, fields, options),
    graph: graph.build("millrace"),
  });
  return { bytes, inputs: fields.map((field) => ({ name: field.name, type: typeOf(field, numbers) })), outputs: given };
}

function writeInput(graph: GraphBuilder, field: Field, numbers: "double" | "float"): Written {
  if (field.name === "") throw notExportable("A column without a name", "inputs have names");
  const type = typeOf(field, numbers);
  const name = graph.input(field.name, type, [null, 1]);
  if (type === "string") return labels(field.kind === "text" ? "text" : "category", name);
  const kind = field.kind === "boolean" || field.kind === "date" ? field.kind : "number";
  return values(kind, type === "float" ? graph.cast(name, "double") : name);
}

/** Dates as floats would be minutes off. */
function typeOf({ storage, kind }: Field, numbers: "double" | "float"): "double" | "float" | "string" {
  if (storage === "codes") return "string";
  return kind === "date" ? "double" : numbers;
}

function valueNames(taken: ReadonlySet<string>): { probabilities: string; variable: string } {
  return { probabilities: outputName("probabilities", taken), variable: outputName("variable", taken) };
}

function outputName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? outputName(`output_${name}`, taken) : name;
}

function writeOutputs(
  graph: GraphBuilder,
  pipeline: FittedPipeline,
  result: string,
  names: { readonly label: string; readonly probabilities: string; readonly variable: string },
): ExportedOnnx["outputs"] {
  const { task, classes, positive, threshold } = pipeline;
  if (task === "clustering") {
    graph.node("Identity", [result], {}, names.label);
    graph.output(names.label, "int64", [null]);
    return { label: names.label, probabilities: null, variable: null };
  }
  if (classes.length === 0) {
    graph.node("Identity", [result], {}, names.variable);
    graph.output(names.variable, "double", [null, 1]);
    return { label: null, probabilities: null, variable: names.variable };
  }
  let best: string;
  if (positive !== null && threshold !== null) {
    const column = graph.node("Gather", [result, graph.integers([positive], [])], { axis: int(1) });
    const isPositive = graph.node("GreaterOrEqual", [column, graph.doubles([threshold], [1])]);
    best = graph.node("Where", [isPositive, graph.integers([positive]), graph.integers([1 - positive])]);
  } else best = graph.node("ArgMax", [result], { axis: int(1), keepdims: int(0) });
  graph.node("Gather", [graph.texts(classes), best], { axis: int(0) }, names.label);
  graph.output(names.label, "string", [null]);
  graph.node("Cast", [result], { to: int(1) }, names.probabilities);
  graph.output(names.probabilities, "float", [null, classes.length]);
  return { label: names.label, probabilities: names.probabilities, variable: null };
}

function metadataOf(pipeline: FittedPipeline, fields: readonly Field[], options: ExportOptions): Map<string, string> {
  const { task, target, classes, positive, threshold } = pipeline;
  const kinds = Object.fromEntries(fields.map(({ name, kind }) => [name, kind]));
  const described = { task, target, classes, positive, threshold, fields: kinds };
  return new Map([...Object.entries(options.metadata ?? {}), ["millrace", canonicalJson(described)]]);
}
