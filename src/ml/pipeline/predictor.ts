/**
 * `millrace/predictor`: score a model's bytes in this process or in a browser. The same bytes and the same code score in evaluation, over HTTP
 * and in batches. Nothing here touches disk, network or clock.
 */
import { decodeModel } from "./artifact.ts";
import { type ColumnContribution, explainPipeline, type RowExplanation } from "./explanation.ts";
import type { Field } from "./field.ts";
import type { FeatureMaker } from "./fitted-features.ts";
import { columnsReader } from "./frame-fields.ts";
import type { FittedPipeline } from "./pipeline.ts";
import type {
  Explained,
  ExplainRowsOptions,
  Prediction,
  PredictOptions,
  Predictor,
  RowWarning,
  Scored,
  ScoredColumns,
} from "./prediction.ts";
import { predictionMaker } from "./prediction-maker.ts";
import { type FrameFromRows, type PlainRow, rowReader } from "./rows.ts";
import { labelsAsRead } from "./seen-labels.ts";
import { SingleRow } from "./single-row.ts";

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
  ScoredColumns,
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
  const asRead = labelsAsRead(pipeline.features as FeatureMaker);
  const read = rowReader(schema, asRead);
  const readColumns = columnsReader(schema, asRead);
  const say = predictionMaker(pipeline);
  const scored = ({ frame, warnings }: FrameFromRows): Scored => {
    const { values, probabilities } = pipeline.predict(frame);
    return { predictions: Array.from(values, (value, row) => say(value, probabilities, row)), warnings };
  };
  let single: SingleRow | undefined;
  const one = (row: PlainRow, isQuiet: boolean): Prediction | undefined => {
    single ??= new SingleRow(pipeline, say);
    return single.predict(row, isQuiet);
  };
  return {
    task: pipeline.task,
    target: pipeline.target,
    schema,
    classes,
    positive: positive === null ? null : classes[positive]!,
    threshold: pipeline.threshold,
    estimator: { name: pipeline.estimator.name },
    predict(rows, options = {}) {
      const prediction = rows.length === 1 && options.strict !== true ? one(rows[0]!, false) : undefined;
      return prediction === undefined ? scored(read(rows, options)) : { predictions: [prediction], warnings: [] };
    },
    predictOne(row, options = {}) {
      const prediction = options.strict === true ? undefined : one(row, true);
      return prediction ?? scored(read([row], options)).predictions[0]!;
    },
    predictFrame(frame, { strict, team } = {}) {
      const asked = readColumns(frame, { strict });
      return { ...pipeline.predict(asked.frame, { team }), warnings: asked.warnings };
    },
    explain(rows, { strict, label, background, team } = {}) {
      const asked = read(rows, { strict });
      const against = background === undefined ? undefined : read(background, { strict }).frame;
      const explanations = explainPipeline(pipeline, asked.frame, { label, background: against, team });
      return { ...scored(asked), explanations };
    },
  };
}
