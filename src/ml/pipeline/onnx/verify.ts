import type { Column } from "../../frame/column.ts";
import { Frame } from "../../frame/frame.ts";
import { decodeOnnx } from "../../onnx/decode-onnx.ts";
import type { Tensor } from "../../onnx/messages.ts";
import { sessionOf } from "../../onnx/runtime/session.ts";
import { numberTensor, textTensor } from "../../onnx/tensor.ts";
import type { FittedPipeline } from "../pipeline.ts";
import type { ExportedOnnx } from "./export-onnx.ts";

/** How an exported model's answers compare with the pipeline's own. */
export interface OnnxParity {
  readonly rows: number;
  /** The largest difference of a probability, or of a value in relation to its size (or to 1, where it is smaller). */
  readonly largestDifference: number;
  /** Rows that got another label or cluster; at most differences of rounding at a border. */
  readonly otherLabels: readonly number[];
}

/** A frame's rows as the inputs of an exported model: missing is NaN, or "" for texts. */
export function onnxInputs(exported: Pick<ExportedOnnx, "inputs">, frame: Frame): Map<string, Tensor> {
  return new Map(
    exported.inputs.map(({ name, type }) => {
      const column = frame.column(name);
      const dims = [frame.rowCount, 1];
      if (column.storage === "codes") {
        return [
          name,
          textTensor(
            dims,
            Array.from(column.codes, (code) => (code < 0 ? "" : column.dictionary[code]!)),
          ),
        ];
      }
      return [name, numberTensor(type === "float" ? "float" : "double", dims, column.values)];
    }),
  );
}

/**
 * Reads an exported model back, scores the rows with our own runtime and compares with the pipeline.
 * @param areFloats numbers (not dates) are rounded to float32 first, as a client that sends floats has them
 * @throws ML_ONNX_INVALID, ML_ONNX_UNSUPPORTED where what was written can't be read
 */
export function verifyOnnx(
  pipeline: FittedPipeline,
  exported: ExportedOnnx,
  rows: Frame,
  areFloats = false,
): OnnxParity {
  const frame = areFloats ? roundedToFloats(rows) : rows;
  const { label, probabilities, variable } = exported.outputs;
  const names = [label, probabilities, variable].filter((name) => name !== null);
  const results = sessionOf(decodeOnnx(exported.bytes)).run(onnxInputs(exported, frame), names);
  const ours = pipeline.predict(frame);
  const { classes } = pipeline;
  const given = results.get(probabilities ?? variable ?? "")?.data;
  const own = probabilities === null ? ours.values : ours.probabilities!;
  let largestDifference = 0;
  for (let i = 0; given !== undefined && i < own.length; i++) {
    const size = probabilities === null ? Math.max(1, Math.abs(own[i]!)) : 1;
    const difference = Math.abs(own[i]! - Number(given[i])) / size;
    largestDifference = Math.max(largestDifference, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  const labels = label === null ? [] : results.get(label)!.data;
  const otherLabels: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    const mine = classes.length > 0 ? classes[ours.values[i]!] : ours.values[i];
    if (labels[i] !== mine) otherLabels.push(i);
  }
  return { rows: frame.rowCount, largestDifference, otherLabels };
}

function roundedToFloats(frame: Frame): Frame {
  const columns = [...frame.columns].map(([name, column]): [string, Column] => {
    if (column.storage === "codes" || column.kind === "date") return [name, column];
    return [name, { ...column, values: column.values.map(Math.fround) }];
  });
  return new Frame(frame.rowCount, columns);
}
