/**
 * `millrace/predictor`: score a model's bytes in this process or in a browser. The same bytes and the same code score in evaluation, over HTTP
 * and in batches. Nothing here touches disk, network or clock.
 */
import { decodeModel } from "./artifact.ts";
import { type ColumnContribution, explainPipeline, type RowExplanation } from "./explanation.ts";
import type { Field } from "./field.ts";
import type { FittedPipeline } from "./pipeline.ts";
import type {
  Explained,
  ExplainRowsOptions,
  Prediction,
  PredictOptions,
  Predictor,
  RowWarning,
  Scored,
} from "./prediction.ts";
import { type FrameFromRows, rowReader } from "./rows.ts";

export type {
  ColumnContribution,
  Explained,
  ExplainRowsOptions,
  Field,
  Prediction,
  PredictOptions,
  Predictor,
  RowExplanation,
  RowWarning,
  Scored,
};

/**
 * A model that is ready to score.
 * @throws ML_MODEL_CORRUPT where the bytes are not a whole, valid model
 * @example
 * const model = loadModel(new Uint8Array(await (await fetch("bird-strikes.millrace")).arrayBuffer()));
 * const { prediction, probabilities } = model.predictOne({ speed: 250, phase: "Climb" });
 */
export function loadModel(bytes: Uint8Array): Predictor {
  return predictorOf(decodeModel(bytes));
}

/** The predictor of a pipeline that is at hand already. */
export function predictorOf(pipeline: FittedPipeline): Predictor {
  const { classes, positive, schema } = pipeline;
  const read = rowReader(schema);
  const scored = ({ frame, warnings }: FrameFromRows): Scored => {
    const { values, probabilities } = pipeline.predict(frame);
    const predictions = Array.from(values, (value, row): Prediction => {
      if (classes.length === 0) return { prediction: value };
      const prediction = classes[value]!;
      return probabilities === undefined
        ? { prediction }
        : { prediction, probabilities: byLabel(classes, probabilities, row) };
    });
    return { predictions, warnings };
  };
  const predict = (rows: readonly Readonly<Record<string, unknown>>[], options: PredictOptions): Scored =>
    scored(read(rows, options));
  return {
    task: pipeline.task,
    target: pipeline.target,
    schema,
    classes,
    positive: positive === null ? null : classes[positive]!,
    threshold: pipeline.threshold,
    estimator: { name: pipeline.estimator.name },
    predict: (rows, options = {}) => predict(rows, options),
    predictOne: (row, options = {}) => predict([row], options).predictions[0]!,
    explain(rows, { strict, label, background } = {}) {
      const asked = read(rows, { strict });
      const against = background === undefined ? undefined : read(background, { strict }).frame;
      const explanations = explainPipeline(pipeline, asked.frame, { label, background: against });
      return { ...scored(asked), explanations };
    },
  };
}

/** From entries, as a label may be `__proto__`. */
function byLabel(classes: readonly string[], probabilities: Float64Array, row: number): Record<string, number> {
  return Object.fromEntries(classes.map((label, k) => [label, probabilities[row * classes.length + k]!]));
}
