import { fail } from "../../errors/index.ts";
import type { ModelData, ModelValue } from "../estimators/estimator.ts";
import { completeParameters } from "../estimators/parameters.ts";
import { type Feature, type Matrix, matrix } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";
import type { FittedMatrixStep, MatrixStepDefinition } from "../transformers/matrix/matrix-step.ts";
import { matrixStepTable } from "../transformers/matrix/table.ts";
import { corrupt, DataReader } from "../transformers/read-data.ts";
import type { Recipe } from "./recipe.ts";

/**
 * Fits a recipe's matrix steps in their order, each on what the ones before it made of the training rows.
 * @param X the training rows' own features, out of fold where a transformer read y
 * @returns the steps, and X after all of them
 * @throws ML_RECIPE_INVALID, ML_PARAMETER_INVALID, ML_VALUE_NOT_FINITE, ML_TOO_LARGE
 */
export function fitMatrixSteps(
  { matrix: steps = [] }: Recipe,
  X: Matrix,
  y: Target | null,
): { steps: readonly FittedMatrixStep[]; X: Matrix } {
  let made = X;
  const fitted = steps.map(({ step, params }, s) => {
    const definition = stepFor(step, `matrix step ${s + 1}`, made.features, y);
    const complete = completeParameters(definition.name, definition.parameters, params);
    const one = definition.fit({ X: made, y, params: complete });
    made = throughStep(one, made);
    return one;
  });
  return { steps: fitted, X: made };
}

/** X after a step. @param plain its memory isn't shared with threads: sooner had, for few rows */
export function throughStep(step: FittedMatrixStep, X: Matrix, plain = false): Matrix {
  const size = X.nSamples * step.features.length;
  const made = matrix(X.nSamples, step.features, plain ? new Float32Array(size) : undefined);
  step.transform(X, made.values);
  return made;
}

/** The steps of their data. @param features those that the columns were made into @throws ML_MODEL_CORRUPT */
export function loadMatrixSteps(list: readonly ModelValue[], features: readonly Feature[]): FittedMatrixStep[] {
  let given = features;
  return list.map((data, s) => {
    const where = `model.matrix[${s}]`;
    const reader = new DataReader(data, where, ["step", "data"]);
    const definition = matrixStepTable.get(reader.text("step"));
    if (definition === undefined) throw corrupt(`${where}.step`, "a known matrix step", reader.text("step"));
    const wrong = given.find(({ kind }) => !definition.kinds.includes(kind));
    if (wrong !== undefined) throw corrupt(where, `${definition.kinds.join(" or ")} features`, wrong.kind);
    const step = definition.load(reader.value("data") as ModelData, given);
    given = step.features;
    return step;
  });
}

/** What `loadMatrixSteps` needs of a step. */
export function matrixStepData(step: FittedMatrixStep): ModelData {
  return { step: step.step, data: step.toData() };
}

function stepFor(name: string, where: string, features: readonly Feature[], y: Target | null): MatrixStepDefinition {
  const definition = matrixStepTable.get(name);
  if (definition === undefined) {
    const expected = `one of ${[...matrixStepTable.keys()].join(", ")}`;
    throw fail("ML_RECIPE_INVALID", { where, expected, got: `"${name}"` });
  }
  const wrong = features.find(({ kind }) => !definition.kinds.includes(kind));
  if (wrong !== undefined) {
    const expected = `${definition.kinds.join(" or ")} features for ${name}`;
    throw fail("ML_RECIPE_INVALID", { where, expected, got: `the ${wrong.kind} feature "${wrong.name}"` });
  }
  if (definition.needsTarget && y === null) {
    throw fail("ML_RECIPE_INVALID", { where, expected: `a target for ${name}`, got: "none" });
  }
  return definition;
}
