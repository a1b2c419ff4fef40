import { fail } from "../../errors/index.ts";
import type { Matrix } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";
import type { EstimatorDefinition, FitContext, Task } from "./estimator.ts";

/**
 * Refuses what no estimator can be fitted on, so that every `fit` may trust its arguments.
 * @throws ML_SHAPE_MISMATCH, ML_TOO_FEW_SAMPLES, ML_ONE_CLASS, ML_VALUE_NOT_FINITE
 */
export function checkFit(definition: EstimatorDefinition, X: Matrix, y: Target | null, context: FitContext): void {
  checkMatrix(definition, X);
  const weight = context.sampleWeight;
  if (weight !== undefined) checkWeights(definition.name, weight, X.nSamples);
  if (y !== null) checkTarget(definition, X, y, weight);
  else if (definition.tasks.some(isSupervised)) {
    throw fail("ML_SHAPE_MISMATCH", { what: `${definition.name}: y`, expected: "a target", got: "none" });
  }
}

/** The task that a target asks for: binary, multiclass or regression. */
export function taskOf(y: Target): Task {
  if (y.kind === "values") return "regression";
  return y.classes.length > 2 ? "multiclass" : "binary";
}

/** Refuses an X that a model can't score. @throws ML_SHAPE_MISMATCH where X has another number of features than the model was fitted on */
export function checkFeatures(estimator: string, nFeatures: number, X: Matrix): void {
  if (X.nFeatures !== nFeatures || X.values.length !== X.nSamples * nFeatures) {
    throw fail("ML_SHAPE_MISMATCH", {
      what: `${estimator}: X`,
      expected: `(nSamples, ${nFeatures})`,
      got: `(${X.nSamples}, ${X.nFeatures}) with ${X.values.length} values`,
    });
  }
}

function isSupervised(task: Task): boolean {
  return task === "binary" || task === "multiclass" || task === "regression";
}

function checkMatrix(definition: EstimatorDefinition, X: Matrix): void {
  const { name, accepts } = definition;
  if (X.features.length !== X.nFeatures) {
    throw fail("ML_SHAPE_MISMATCH", {
      what: `${name}: X.features`,
      expected: `${X.nFeatures} features`,
      got: `${X.features.length}`,
    });
  }
  checkFeatures(name, X.nFeatures, X);
  if (X.nSamples < 1) throw fail("ML_TOO_FEW_SAMPLES", { what: name, needed: 1, got: X.nSamples });
  if (!accepts.missing && definition.checksValues !== true) checkValues(name, X);
}

/** Refuses an X that holds a value which isn't finite, and says which. @throws ML_VALUE_NOT_FINITE */
export function checkValues(name: string, X: Matrix): void {
  if (hasOnlyFinite(X.values)) return;
  const at = X.values.findIndex((value) => !Number.isFinite(value));
  const feature = X.features[Math.floor(at / X.nSamples)]!.name;
  const what = `${name}: feature "${feature}" of sample ${at % X.nSamples}`;
  throw fail("ML_VALUE_NOT_FINITE", { what, got: `${X.values[at]}` });
}

/** Nothing times a finite number is nothing: one sum tells of all values, where a test of each would take ten times as long. */
function hasOnlyFinite(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += values[i]! * 0;
    b += values[i + 1]! * 0;
    c += values[i + 2]! * 0;
    d += values[i + 3]! * 0;
  }
  for (let i = whole; i < values.length; i++) a += values[i]! * 0;
  return a + b + c + d === 0;
}

function checkWeights(name: string, weight: Float64Array, nSamples: number): void {
  if (weight.length !== nSamples) {
    throw fail("ML_SHAPE_MISMATCH", {
      what: `${name}: sampleWeight`,
      expected: `${nSamples} values`,
      got: `${weight.length}`,
    });
  }
  let positive = 0;
  for (let i = 0; i < nSamples; i++) {
    const value = weight[i]!;
    if (!Number.isFinite(value) || value < 0) {
      throw fail("ML_VALUE_NOT_FINITE", { what: `${name}: sampleWeight[${i}] (>= 0)`, got: `${value}` });
    }
    if (value > 0) positive++;
  }
  if (positive === 0) {
    throw fail("ML_TOO_FEW_SAMPLES", { what: `${name} (samples of positive weight)`, needed: 1, got: 0 });
  }
}

function checkTarget(definition: EstimatorDefinition, X: Matrix, y: Target, weight: Float64Array | undefined): void {
  const { name, tasks } = definition;
  if (!tasks.some(isSupervised)) return;
  if (!tasks.includes(taskOf(y))) {
    throw fail("ML_SHAPE_MISMATCH", {
      what: `${name}: y`,
      expected: `a target of ${tasks.join(" or ")}`,
      got: taskOf(y),
    });
  }
  const length = y.kind === "classes" ? y.codes.length : y.values.length;
  if (length !== X.nSamples) {
    throw fail("ML_SHAPE_MISMATCH", { what: `${name}: y`, expected: `${X.nSamples} values`, got: `${length}` });
  }
  if (y.kind === "values") checkTargetValues(name, y.values);
  else checkCodes(name, y.codes, y.classes, weight);
}

function checkTargetValues(name: string, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) {
      throw fail("ML_VALUE_NOT_FINITE", { what: `${name}: y of sample ${i}`, got: `${values[i]}` });
    }
  }
}

function checkCodes(
  name: string,
  codes: Int32Array,
  classes: readonly string[],
  weight: Float64Array | undefined,
): void {
  const present = new Uint8Array(classes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code < 0 || code >= classes.length) {
      throw fail("ML_SHAPE_MISMATCH", {
        what: `${name}: class of sample ${i}`,
        expected: `0..${classes.length - 1}`,
        got: `${code}`,
      });
    }
    if (weight === undefined || weight[i]! > 0) present[code] = 1;
  }
  if (present.reduce((count, one) => count + one, 0) < 2) {
    const only = Math.max(0, present.indexOf(1));
    throw fail("ML_ONE_CLASS", { what: name, label: classes[only] ?? "" });
  }
}
