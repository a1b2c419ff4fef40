import { isMillraceError } from "../../errors/index.ts";
import type { EstimatorDefinition, Model, ModelData, ModelValue } from "../estimators/estimator.ts";
import { estimatorTable } from "../estimators/table.ts";
import type { ColumnKind } from "../frame/column.ts";
import { dateFormats } from "../frame/date-formats.ts";
import { referencedColumns } from "../frame/evaluate.ts";
import type { Expression } from "../frame/expression.ts";
import { parseExpression } from "../frame/parse-expression.ts";
import type { FieldReading } from "../frame/reading.ts";
import { loadOnnxModel, onnxModelName } from "../onnx/onnx-model.ts";
import { corrupt, DataReader } from "../transformers/read-data.ts";
import { loadChain } from "./chain.ts";
import { decodeContainer, encodeContainer } from "./container.ts";
import type { Field } from "./field.ts";
import { columnsRead, FeatureMaker } from "./fitted-features.ts";
import { ScoringPipeline } from "./fitted-pipeline.ts";
import { loadMatrixSteps } from "./matrix-steps.ts";
import type { FittedPipeline } from "./pipeline.ts";
import { optionalList, paramsOf, recipeData, recipeOfData } from "./recipe-data.ts";
import { type ColumnRepair, loadRepair } from "./repairs.ts";

/** How models are found that a pipeline's bytes name. */
export type Loaders = Readonly<Record<string, Pick<EstimatorDefinition, "load">>>;

/** Models of the estimators, and those that were imported. */
const modelLoaders: Loaders = { ...estimatorTable, [onnxModelName]: { load: loadOnnxModel } };

/** A pipeline as bytes (see `container.ts` for the layout). Two equal fits give the same bytes: nothing else is in them. */
export function encodeModel(pipeline: FittedPipeline): Uint8Array<ArrayBuffer> {
  const { features, model, estimator } = pipeline as ScoringPipeline;
  return encodeContainer({
    ...features.toData(),
    schema: features.schema.map(fieldData),
    recipe: recipeData(features.recipe),
    estimator: { name: estimator.name, params: estimator.params },
    target: pipeline.target,
    classes: pipeline.classes,
    positive: pipeline.positive,
    threshold: pipeline.threshold,
    model: { estimator: model.estimator, data: model.toData() },
  });
}

/**
 * The pipeline of its bytes: predicts to the bit what the encoded one did. Everything is checked; nothing can execute.
 * @param loaders default: the table of estimators, and imported models
 * @throws ML_MODEL_CORRUPT with where, for bytes that `encodeModel` didn't make
 */
export function decodeModel(bytes: Uint8Array, loaders: Loaders = modelLoaders): FittedPipeline {
  const data = decodeContainer(bytes);
  try {
    return pipelineOf(data, loaders);
  } catch (error) {
    if (isMillraceError(error, "ML_MODEL_CORRUPT")) throw error;
    // A loader that stumbles over foreign data must not look like a defect of the caller.
    throw corrupt("the model", "valid data", error instanceof Error ? error.message : "something else");
  }
}

const keys = [
  ...["expressions", "chains", "schema", "recipe", "estimator", "target"],
  ...["classes", "positive", "threshold", "model"],
];
/** Only where there are any. */
const optionalKeys = ["repairs", "matrix"];

function pipelineOf(data: ModelData, loaders: Loaders): FittedPipeline {
  const reader = new DataReader(data, "model", [...keys, ...optionalKeys.filter((key) => Object.hasOwn(data, key))]);
  const expressions = expressionsOf(reader.list("expressions"));
  const chains = reader.list("chains").map((chain, i) => loadChain(chain, `model.chains[${i}]`));
  const schema = reader.list("schema").map((field, i) => fieldOfData(field, `model.schema[${i}]`));
  refuseWrongFields(schema, expressions, chains);
  const repairs = optionalList(reader, data, "repairs").map((one, i) => loadRepair(one, `model.repairs[${i}]`));
  refuseWrongRepairs(repairs, chains);
  const chainFeatures = chains.flatMap((chain) => chain.features);
  const matrix = loadMatrixSteps(optionalList(reader, data, "matrix"), chainFeatures);
  const recipe = recipeOfData(reader.value("recipe"));
  const features = new FeatureMaker({ schema, expressions, recipe, repairs, chains, matrix });
  const model = loadModel(reader.value("model"), loaders);
  if (model.nFeatures !== features.features.length) {
    throw corrupt("model.model", `${features.features.length} features`, model.nFeatures);
  }
  const estimator = new DataReader(reader.value("estimator"), "model.estimator", ["name", "params"]);
  return new ScoringPipeline({
    features,
    model,
    estimator: { name: estimator.text("name"), params: paramsOf(estimator.value("params"), "model.estimator.params") },
    target: reader.value("target") === null ? null : reader.text("target"),
    ...classesOf(reader, model),
  });
}

function classesOf(
  reader: DataReader,
  model: Model,
): { classes: readonly string[]; positive: number | null; threshold: number | null } {
  const classes = reader.labels("classes");
  if (classes.length !== model.nClasses) throw corrupt("model.classes", `${model.nClasses} classes`, classes.length);
  if (model.task !== "binary") {
    if (reader.value("positive") !== null || reader.value("threshold") !== null) {
      throw corrupt("model.positive", "nothing, as the task isn't binary", reader.value("positive"));
    }
    return { classes, positive: null, threshold: null };
  }
  if (classes.length !== 2) throw corrupt("model.classes", "2 classes", classes.length);
  return { classes, positive: reader.integer("positive", 0, 1), threshold: reader.number("threshold", 0, 1) };
}

function loadModel(data: ModelValue, loaders: Loaders): Model {
  const reader = new DataReader(data, "model.model", ["estimator", "data"]);
  const name = reader.text("estimator");
  if (!Object.hasOwn(loaders, name)) throw corrupt("model.model.estimator", "a known estimator", name);
  return loaders[name]!.load(reader.value("data") as ModelData);
}

/** Every chain reads a derived column or a field, and the fields that are read are those that are required. */
function refuseWrongFields(
  schema: readonly Field[],
  expressions: ReadonlyMap<string, Expression>,
  chains: readonly { readonly column: string }[],
): void {
  const read = columnsRead(
    chains.map(({ column }) => column),
    expressions,
  );
  const names = new Set(schema.map(({ name }) => name));
  if (names.size !== schema.length) throw corrupt("model.schema", "distinct names", "a name twice");
  for (const name of read) if (!names.has(name)) throw corrupt("model.schema", `a field "${name}"`, "none");
  for (const { name, required } of schema) {
    if (required !== read.has(name))
      throw corrupt("model.schema", `required: ${read.has(name)} of "${name}"`, required);
  }
  for (const [name, expression] of expressions) {
    if (!chains.some(({ column }) => column === name))
      throw corrupt("model.expressions", "only those that are used", name);
    referencedColumns(expression);
  }
}

function refuseWrongRepairs(repairs: readonly ColumnRepair[], chains: readonly { readonly column: string }[]): void {
  const wrong = repairs.find((repair) => !chains.some(({ column }) => column === repair.column));
  if (wrong !== undefined) throw corrupt("model.repairs", "columns that features are made of", wrong.column);
}

function expressionsOf(list: readonly ModelValue[]): Map<string, Expression> {
  const expressions = new Map<string, Expression>();
  for (const pair of list) {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== "string" || expressions.has(pair[0])) {
      throw corrupt("model.expressions", "pairs of a name and an expression", "something else");
    }
    expressions.set(pair[0], parseExpression(pair[1]));
  }
  return expressions;
}

function fieldData({ reading, ...field }: Field): ModelData {
  return { ...field, ...(reading === undefined ? {} : { reading: { ...reading } }) } as unknown as ModelData;
}

const kinds: readonly ColumnKind[] = ["number", "boolean", "date", "category", "text", "id", "constant"];

function fieldOfData(data: ModelValue, where: string): Field {
  const reader = new DataReader(data, where, [
    ...["name", "kind", "storage", "required"],
    ...["missing", "distinct", "range", "dictionary"],
    ...(hasReading(data) ? ["reading"] : []),
  ]);
  const kind = reader.choice("kind", kinds);
  const storage = reader.choice("storage", ["values", "codes"]);
  if (
    ["number", "boolean", "date"].includes(kind)
      ? storage !== "values"
      : ["category", "text"].includes(kind) && storage !== "codes"
  ) {
    throw corrupt(`${where}.storage`, `the storage of ${kind}`, storage);
  }
  return {
    name: reader.text("name"),
    kind,
    storage,
    required: reader.boolean("required"),
    missing: reader.number("missing", 0, 1),
    distinct: reader.integer("distinct", 0, Number.MAX_SAFE_INTEGER),
    range: rangeOf(reader.value("range"), `${where}.range`),
    dictionary: reader.value("dictionary") === null ? null : reader.labels("dictionary"),
    ...(hasReading(data) ? { reading: readingOfData(reader.value("reading"), `${where}.reading`, storage) } : {}),
  };
}

/** Fields that the model doesn't read have none, nor those of frames that no table made. */
function hasReading(field: ModelValue): boolean {
  return typeof field === "object" && field !== null && Object.hasOwn(field, "reading");
}

function readingOfData(data: ModelValue, where: string, storage: "values" | "codes"): FieldReading {
  const reader = new DataReader(data, where, ["as", "decimal", "dates", "missingTexts"]);
  const as = reader.choice("as", storage === "codes" ? ["text"] : ["number", "boolean", "date"]);
  const dates = reader.labels("dates");
  const unknown = dates.find((name) => !dateFormats.some((format) => format.name === name));
  if (unknown !== undefined) throw corrupt(`${where}.dates`, "known date formats", unknown);
  const missingTexts = reader.labels("missingTexts");
  return { as, decimal: reader.choice("decimal", [".", ","]), dates, missingTexts };
}

function rangeOf(value: ModelValue, where: string): readonly [number, number] | null {
  if (value === null) return null;
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isFinite) || value[0] > value[1]) {
    throw corrupt(where, "two finite numbers in order", "something else");
  }
  return [value[0] as number, value[1] as number];
}
