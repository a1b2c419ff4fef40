import type { ModelData, ModelValue } from "../estimator.ts";
import { mostFeatures } from "../model-fields.ts";
import { corrupt, finiteNumber, record, typed, wholeNumber } from "../trees/ensemble.ts";
import { type Architecture, activations, layoutOf, slotCount } from "./architecture.ts";
import type { CategoryInput, NetworkInputs, NumericInput } from "./inputs.ts";

const NAME = "neuralNetwork";
/** More than a fit makes; keeps what a damaged model may ask for within memory. */
const MOST_WIDTH = 2048;
const MOST_LAYERS = 8;
const LARGEST_VECTOR = 64;

/** What a fitted network is: its shape, each network's parameters, and for regression the way back to y's units. */
export interface NetworkParts {
  readonly task: "binary" | "multiclass" | "regression";
  readonly nClasses: number;
  readonly centre: number;
  readonly spread: number;
  readonly unit: number;
  readonly architecture: Architecture;
  readonly networks: readonly Float32Array[];
}

/** A network as numbers and names. */
export function dataOfNetwork({ architecture, networks, ...rest }: NetworkParts): ModelData {
  const { inputs, layers, width, activation } = architecture;
  return {
    ...rest,
    nFeatures: inputs.nFeatures,
    layers,
    width,
    activation,
    categories: inputs.categories.map(({ feature, slots, size }) => ({ feature, slots, size })),
    numerics: inputs.numerics.map(({ feature, centre, scale, hasMissing, edges }) => ({
      ...{ feature, centre, scale, hasMissing, edges },
    })),
    networks: networks.slice(),
  };
}

/** Believes nothing: every length is held against the layout before anything is allocated. @throws ML_MODEL_CORRUPT */
export function networkOfData(data: ModelData): NetworkParts {
  const source = record(data, NAME);
  const task = source["task"];
  if (task !== "binary" && task !== "multiclass" && task !== "regression") {
    throw corrupt("task", "binary, multiclass or regression", task);
  }
  const [low, high] = ({ binary: [2, 2], multiclass: [3, 100_000], regression: [0, 0] } as const)[task];
  const nClasses = wholeNumber(source["nClasses"], "nClasses", low, high);
  const activation = activations.find((one) => one === source["activation"]);
  if (activation === undefined) throw corrupt("activation", activations.join(" or "), source["activation"]);
  const width = wholeNumber(source["width"], "width", 8, MOST_WIDTH);
  if (width % 8 !== 0) throw corrupt("width", "a multiple of 8", width);
  const architecture = {
    inputs: inputsOf(source),
    layers: wholeNumber(source["layers"], "layers", 1, MOST_LAYERS),
    width,
    activation,
    outputs: task === "multiclass" ? nClasses : 1,
  };
  const { nParameters } = layoutOf(architecture);
  const networks = list(source["networks"], "networks");
  if (networks.length === 0) throw corrupt("networks", "at least one", 0);
  return {
    task,
    nClasses,
    centre: finiteNumber(source["centre"], "centre"),
    spread: finiteNumber(source["spread"], "spread"),
    unit: finiteNumber(source["unit"], "unit"),
    architecture,
    networks: networks.map((one, i) => finiteFloats(one, nParameters, `networks[${i}]`)),
  };
}

function inputsOf(source: ReturnType<typeof record>): NetworkInputs {
  const nFeatures = wholeNumber(source["nFeatures"], "nFeatures", 0, mostFeatures);
  const categories = list(source["categories"], "categories").map((one, i) =>
    categoryOf(one, nFeatures, `categories[${i}]`),
  );
  const numerics = list(source["numerics"], "numerics").map((one, i) => numericOf(one, nFeatures, `numerics[${i}]`));
  if (categories.length + numerics.length > nFeatures)
    throw corrupt("numerics", `at most ${nFeatures} features`, "more");
  return { nFeatures, categories, numerics };
}

function categoryOf(value: ModelValue | undefined, nFeatures: number, where: string): CategoryInput {
  const source = record(value, where);
  const slots = typed(source["slots"], Uint32Array, `${where}.slots`);
  if (slots.length === 0) throw corrupt(`${where}.slots`, "at least one", 0);
  const count = slotCount(slots);
  if (count > slots.length || slots.some((slot) => slot >= count)) {
    throw corrupt(`${where}.slots`, "slots up to the unknown's, which is last", "another");
  }
  return {
    feature: wholeNumber(source["feature"], `${where}.feature`, 0, nFeatures - 1),
    slots,
    size: wholeNumber(source["size"], `${where}.size`, 1, LARGEST_VECTOR),
  };
}

function numericOf(value: ModelValue | undefined, nFeatures: number, where: string): NumericInput {
  const source = record(value, where);
  const edges = typed(source["edges"], Float32Array, `${where}.edges`);
  if (edges.length === 1 || edges.some((edge, i) => !Number.isFinite(edge) || (i > 0 && !(edge > edges[i - 1]!)))) {
    throw corrupt(`${where}.edges`, "finite numbers that rise", "others");
  }
  const hasMissing = source["hasMissing"];
  if (typeof hasMissing !== "boolean") throw corrupt(`${where}.hasMissing`, "true or false", hasMissing);
  return {
    feature: wholeNumber(source["feature"], `${where}.feature`, 0, nFeatures - 1),
    centre: finiteNumber(source["centre"], `${where}.centre`),
    scale: finiteNumber(source["scale"], `${where}.scale`),
    hasMissing,
    edges,
  };
}

function finiteFloats(value: ModelValue | undefined, length: number, where: string): Float32Array {
  const floats = typed(value, Float32Array, where);
  if (floats.length !== length) throw corrupt(where, `${length} parameters`, floats.length);
  const odd = floats.findIndex((one) => !Number.isFinite(one));
  if (odd >= 0) throw corrupt(`${where}[${odd}]`, "a finite number", floats[odd]);
  return floats;
}

function list(value: ModelValue | undefined, where: string): readonly ModelValue[] {
  if (!Array.isArray(value)) throw corrupt(where, "a list", typeof value);
  return value as readonly ModelValue[];
}
