import { fail } from "../../errors/index.ts";
import type { ModelData, ModelValue } from "../estimators/estimator.ts";
import { completeParameters } from "../estimators/parameters.ts";
import type { Column } from "../frame/column.ts";
import { lengthOf } from "../frame/frame.ts";
import type { Feature } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";
import { corrupt, DataReader } from "../transformers/read-data.ts";
import { featureStepTable, transformerTable } from "../transformers/table.ts";
import type {
  FeatureStepDefinition,
  FeatureValues,
  FittedFeatureStep,
  FittedTransformer,
  TransformerDefinition,
} from "../transformers/transformer.ts";
import type { RecipeEntry } from "./recipe.ts";

/** A fitted recipe entry: a column -> features, each through its own fitted steps. */
export interface FittedChain {
  readonly column: string;
  readonly features: readonly Feature[];
  /** Writes into float32 columns of X, one per feature. */
  transform(column: Column, into: readonly Float32Array[]): void;
  /** `transform` of one row again and again, always from the same column into the same places, without taking memory. */
  bindRow(column: Column, into: readonly Float32Array[]): () => void;
  toData(): ModelData;
}

/** Training rows of one column. */
export interface ChainInput {
  readonly entry: RecipeEntry;
  readonly column: Column;
  readonly y: Target | null;
  readonly seed: number;
}

/**
 * Fits a chain and gives the training rows' own features (out of fold where y was read).
 * @throws ML_RECIPE_INVALID, ML_PARAMETER_INVALID
 */
export function fitChain({ entry, column, y, seed }: ChainInput): { chain: FittedChain; training: FeatureValues[] } {
  const definition = transformerNamed(entry, column);
  const params = completeParameters(definition.name, definition.parameters, entry.params);
  const input = { name: entry.column, column, y, seed, params };
  const transformer = definition.fit(input);
  const rows = lengthOf(column);
  const training = transformer.features.map(() =>
    entry.steps.length === 0 ? new Float32Array(rows) : new Float64Array(rows),
  );
  if (definition.transformTraining === undefined) transformer.transform(column, training);
  else definition.transformTraining(transformer, input, training);
  const steps = training.map((values) => (values instanceof Float64Array ? fitSteps(entry, values) : []));
  return { chain: fittedChain(entry.column, transformer, steps), training };
}

/** The chain of its data. @throws ML_MODEL_CORRUPT */
export function loadChain(data: ModelValue, where: string): FittedChain {
  const reader = new DataReader(data, where, ["column", "transformer", "data", "steps"]);
  const definition = transformerTable.get(reader.text("transformer"));
  if (definition === undefined)
    throw corrupt(`${where}.transformer`, "a known transformer", reader.text("transformer"));
  const transformer = definition.load(reader.value("data") as ModelData);
  const lists = reader.list("steps");
  if (lists.length !== transformer.features.length) {
    throw corrupt(`${where}.steps`, `steps of ${transformer.features.length} features`, lists.length);
  }
  const steps = lists.map((list, k) => {
    if (!Array.isArray(list)) throw corrupt(`${where}.steps[${k}]`, "a list", list);
    return list.map((step: ModelValue, s) => loadStep(step, `${where}.steps[${k}][${s}]`));
  });
  return fittedChain(reader.text("column"), transformer, steps);
}

function fittedChain(
  column: string,
  transformer: FittedTransformer,
  steps: readonly (readonly FittedFeatureStep[])[],
): FittedChain {
  const direct = steps.every((list) => list.length === 0);
  // Steps work in double precision: scaling 1e9 + small differences in float32 would lose them.
  const throughSteps = (values: Column, scratch: readonly Float64Array[], into: readonly Float32Array[]): void => {
    transformer.transform(values, scratch);
    for (let k = 0; k < steps.length; k++) {
      for (const step of steps[k]!) step.apply(scratch[k]!);
      into[k]!.set(scratch[k]!);
    }
  };
  return {
    column,
    features: transformer.features,
    transform(values, into) {
      if (direct) {
        transformer.transform(values, into);
        return;
      }
      const scratch = into.map((out) => new Float64Array(out.length));
      throughSteps(values, scratch, into);
    },
    bindRow(values, into) {
      if (direct) return () => transformer.transform(values, into);
      const scratch = into.map(() => new Float64Array(1));
      return () => throughSteps(values, scratch, into);
    },
    toData: () => ({
      column,
      transformer: transformer.transformer,
      data: transformer.toData(),
      steps: steps.map((list) => list.map((step) => ({ step: step.step, data: step.toData() }))),
    }),
  };
}

function fitSteps(entry: RecipeEntry, values: Float64Array): FittedFeatureStep[] {
  return entry.steps.map(({ step, params }) => {
    const definition = stepNamed(entry, step);
    const fitted = definition.fit(values, completeParameters(definition.name, definition.parameters, params));
    fitted.apply(values);
    return fitted;
  });
}

function loadStep(data: ModelValue, where: string): FittedFeatureStep {
  const reader = new DataReader(data, where, ["step", "data"]);
  const definition = featureStepTable.get(reader.text("step"));
  if (definition === undefined) throw corrupt(`${where}.step`, "a known step", reader.text("step"));
  return definition.load(reader.value("data") as ModelData);
}

function transformerNamed(entry: RecipeEntry, column: Column): TransformerDefinition {
  const where = `column "${entry.column}"`;
  const definition = transformerTable.get(entry.transformer);
  if (definition === undefined) {
    const expected = `one of ${[...transformerTable.keys()].join(", ")}`;
    throw fail("ML_RECIPE_INVALID", { where, expected, got: `transformer "${entry.transformer}"` });
  }
  if (!definition.kinds.includes(column.kind)) {
    const expected = `a column of kind ${definition.kinds.join(" or ")} for ${definition.name}`;
    throw fail("ML_RECIPE_INVALID", { where, expected, got: column.kind });
  }
  return definition;
}

function stepNamed(entry: RecipeEntry, name: string): FeatureStepDefinition {
  const definition = featureStepTable.get(name);
  if (definition !== undefined) return definition;
  const expected = `one of ${[...featureStepTable.keys()].join(", ")}`;
  throw fail("ML_RECIPE_INVALID", { where: `column "${entry.column}"`, expected, got: `step "${name}"` });
}
