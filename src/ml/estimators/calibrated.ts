import { fail } from "../../errors/index.ts";
import {
  type CalibrationMethod,
  calibrateProbabilities,
  calibrationMethods,
  loadProbabilityCalibrator,
  type ProbabilityCalibrator,
} from "../calibration/index.ts";
import { type Matrix, takeSamples } from "../frame/matrix.ts";
import { type ClassTarget, takeTarget } from "../frame/target.ts";
import { calibrationState, stateOfCalibration } from "./calibration-state.ts";
import { checkValues } from "./check-fit.ts";
import type { EstimatorDefinition, FitContext, Model, ModelData, PredictContext, Task } from "./estimator.ts";
import { foldsOf, rowsWithout } from "./folds.ts";
import type { ParameterTable } from "./parameters.ts";
import { likeliestClasses } from "./trees/class-probabilities.ts";
import { weightedRows } from "./trees/rows.ts";

/** What every classifier takes whose probabilities are worth correcting. */
export const calibrationParameters = {
  calibration: {
    type: "choice",
    default: "none",
    choices: ["none", ...calibrationMethods],
    summary:
      "Corrects probabilities by how often they came true on rows that the model hadn't learned from: platt (a sigmoid; steady on few rows), isotonic (any rising curve; from about a thousand rows), temperature (one number for all classes). Values are left as they are.",
  },
  calibrationFolds: {
    type: "integer",
    default: 5,
    low: 2,
    high: 100,
    summary:
      "Parts of the rows that are predicted by a model of the others, to calibrate on; the model itself learns from all rows.",
  },
} as const satisfies ParameterTable;

/**
 * A definition whose classifier can be calibrated out of fold, by two more parameters; others as they are. The calibrated model is
 * data like any other: `{ calibrator, model }`.
 * @see Niculescu-Mizil, Caruana, Predicting good probabilities with supervised learning (2005)
 */
export function withCalibration<T extends Task>(definition: EstimatorDefinition<T>): EstimatorDefinition<T> {
  if (definition.calibratable !== true || "calibration" in definition.parameters) return definition;
  return {
    ...definition,
    parameters: { ...definition.parameters, ...calibrationParameters },
    fit(X, y, params, context) {
      const { calibration = "none", calibrationFolds = 5, ...own } = params;
      if (calibration === "none" || y?.kind !== "classes") return definition.fit(X, y, own, context);
      // in a fold a sample would be named by its place there
      if (definition.checksValues === true) checkValues(definition.name, X);
      const fitRows = (rows: Uint32Array | null, context: FitContext): Model =>
        rows === null
          ? definition.fit(X, y, own, context)
          : definition.fit(takeSamples(X, rows), takeTarget(y, rows), own, context);
      const way = {
        name: definition.name,
        method: calibration as CalibrationMethod,
        folds: calibrationFolds as number,
      };
      return calibratedFit(X, y, way, fitRows, context);
    },
    load(data) {
      if (typeof data !== "object" || data === null || !Object.hasOwn(data, "calibrator")) return definition.load(data);
      const extra = Object.keys(data).find((key) => key !== "calibrator" && key !== "model");
      if (extra !== undefined) {
        throw fail("ML_MODEL_CORRUPT", { where: `${definition.name}.${extra}`, expected: "no such field", got: "one" });
      }
      const model = definition.load(data["model"] as ModelData);
      return calibratedModel(model, loadProbabilityCalibrator(data["calibrator"], model.nClasses));
    },
  };
}

interface Way {
  readonly name: string;
  readonly method: CalibrationMethod;
  readonly folds: number;
}

/** Fits on all parts but one in turn, each predicting the part it hasn't seen, then on all rows. */
function calibratedFit(
  X: Matrix,
  y: ClassTarget,
  { name, method, folds: count }: Way,
  fitRows: (rows: Uint32Array | null, context: FitContext) => Model,
  context: FitContext,
): Model {
  const { sampleWeight, seed, checkpoint } = context;
  const rows = weightedRows(X.nSamples, sampleWeight);
  const nClasses = y.classes.length;
  const folds = calibrationFolds(name, y, rows, count, seed);
  const taken =
    checkpoint?.resume === undefined
      ? undefined
      : calibrationState(name, checkpoint.resume, X.nSamples * nClasses, count);
  const outOfFold = taken?.outOfFold ?? new Float64Array(X.nSamples * nClasses);
  for (let k = taken?.stage ?? 0; ; k++) {
    const part = k === count ? null : rowsWithout(folds, k);
    const stage = stageContext(context, k, count, part, taken?.stage === k ? taken.fit : undefined, outOfFold, name);
    const model = fitRows(part, stage);
    if (part === null) return calibratedModel(model, calibratorOf(y, outOfFold, method, count, folds, sampleWeight));
    const held = folds[k]!;
    const probabilities = model.predictProba!(takeSamples(X, held));
    held.forEach((row, i) => {
      outOfFold.set(probabilities.subarray(i * nClasses, (i + 1) * nClasses), row * nClasses);
    });
  }
}

/** Each class in all parts alike. @throws ML_TOO_FEW_SAMPLES where fewer than two classes can be */
function calibrationFolds(name: string, y: ClassTarget, rows: Uint32Array, count: number, seed: number): Uint32Array[] {
  const counts = new Uint32Array(y.classes.length);
  for (const row of rows) counts[y.codes[row]!]!++;
  if (counts.filter((n) => n >= count).length < 2) {
    const got = [...counts].sort((a, b) => b - a)[1] ?? 0;
    throw fail("ML_TOO_FEW_SAMPLES", {
      what: `${name}: calibration (samples of each of two classes)`,
      needed: count,
      got,
    });
  }
  return foldsOf(rows, y, seed, count);
}

function stageContext(
  context: FitContext,
  k: number,
  count: number,
  rows: Uint32Array | null,
  resume: ModelData | undefined,
  outOfFold: Float64Array,
  name: string,
): FitContext {
  const { sampleWeight, checkpoint, onProgress, ...rest } = context;
  const what = k === count ? "the model" : `calibration, part ${k + 1} of ${count}`;
  return {
    ...rest,
    ...(sampleWeight === undefined
      ? {}
      : { sampleWeight: rows === null ? sampleWeight : Float64Array.from(rows, (row) => sampleWeight[row]!) }),
    ...(onProgress === undefined
      ? {}
      : { onProgress: (share: number, note: string) => onProgress((k + share) / (count + 1), `${what}: ${note}`) }),
    ...(checkpoint === undefined
      ? {}
      : {
          checkpoint: {
            every: checkpoint.every,
            save: (fit: ModelData) => checkpoint.save(stateOfCalibration(name, k, outOfFold, fit)),
            ...(resume === undefined ? {} : { resume }),
          },
        }),
  };
}

/** Learned from rows of classes that every part has some of; the others keep the model's own probabilities. */
function calibratorOf(
  y: ClassTarget,
  outOfFold: Float64Array,
  method: CalibrationMethod,
  fewest: number,
  folds: readonly Uint32Array[],
  sampleWeight: Float64Array | undefined,
): ProbabilityCalibrator {
  const nClasses = y.classes.length;
  const counts = new Uint32Array(nClasses);
  for (const fold of folds) for (const row of fold) counts[y.codes[row]!]!++;
  const rows = folds.flatMap((fold) => Array.from(fold).filter((row) => counts[y.codes[row]!]! >= fewest));
  const probabilities = new Float64Array(rows.length * nClasses);
  rows.forEach((row, i) => {
    probabilities.set(outOfFold.subarray(row * nClasses, (row + 1) * nClasses), i * nClasses);
  });
  return calibrateProbabilities({
    ...{ method, nClasses, probabilities, fewest },
    codes: Int32Array.from(rows, (row) => y.codes[row]!),
    weight: sampleWeight === undefined ? undefined : Float64Array.from(rows, (row) => sampleWeight[row]!),
  });
}

/** The model with its probabilities corrected. Explanations stay those of its own scores, before the correction. */
function calibratedModel(model: Model, calibrator: ProbabilityCalibrator): Model {
  const { estimator, task, nFeatures, nClasses } = model;
  const predictProba = (X: Matrix, context?: PredictContext): Float64Array =>
    calibrator.apply(model.predictProba!(X, context));
  return {
    ...{ estimator, task, nFeatures, nClasses, predictProba },
    predict: (X, context) => likeliestClasses(predictProba(X, context), nClasses),
    ...(model.explain === undefined ? {} : { explain: (X, options) => model.explain!(X, options) }),
    ...(model.linearScores === undefined ? {} : { linearScores: model.linearScores }),
    toData: () => ({ calibrator: calibrator.toData(), model: model.toData() }),
  };
}
