import type { ExportedOnnx, FittedPipeline, Frame } from "../../../src/ml/index.ts";

/** Inputs of an exported model for a frame's rows, as plain data: null is missing. */
export function inputsOf(exported: ExportedOnnx, frame: Frame): Record<string, { type: string; values: unknown[] }> {
  return Object.fromEntries(
    exported.inputs.map(({ name, type }) => {
      const column = frame.column(name);
      const values =
        column.storage === "codes"
          ? Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]!))
          : Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
      return [name, { type, values }];
    }),
  );
}

/** What a runtime gave, by the outputs' names. */
export type Outputs = Readonly<Record<string, readonly unknown[]>>;

/** How far a runtime's answers are from the pipeline's own. */
export interface Difference {
  /** The largest difference of a probability, or of a value against 1 or its size. */
  readonly largest: number;
  /** Rows that got another label or cluster. */
  readonly otherLabels: readonly number[];
}

/** Compares row by row. */
export function differenceOf(
  pipeline: FittedPipeline,
  frame: Frame,
  exported: ExportedOnnx,
  outputs: Outputs,
): Difference {
  const { values, probabilities } = pipeline.predict(frame);
  const { classes } = pipeline;
  const { label, probabilities: shares, variable } = exported.outputs;
  let largest = 0;
  const note = (ours: number, theirs: number): void => {
    const size = variable === null ? 1 : Math.max(1, Math.abs(ours));
    const difference = Math.abs(ours - theirs) / size;
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  };
  if (shares !== null) {
    (outputs[shares] as readonly (readonly number[])[]).forEach((row, i) => {
      for (const [k, share] of row.entries()) note(probabilities![i * classes.length + k]!, share);
    });
  }
  if (variable !== null) {
    (outputs[variable] as readonly (readonly number[])[]).forEach(([value], i) => {
      note(values[i]!, value!);
    });
  }
  const otherLabels: number[] = [];
  if (label !== null) {
    outputs[label]!.forEach((given, i) => {
      const ours = classes.length > 0 ? classes[values[i]!] : values[i];
      if (ours !== given) otherLabels.push(i);
    });
  }
  return { largest, otherLabels };
}
