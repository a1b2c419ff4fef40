import { type Architecture, type Layout, layoutOf } from "../../../estimators/neural-network/architecture.ts";
import { networkOfData } from "../../../estimators/neural-network/network-data.ts";
import { type GraphBuilder, int } from "../../../onnx/graph-builder.ts";
import { notExportable } from "../not-exportable.ts";
import { writeSigmoid, writeSoftmax, writeUnits } from "./links.ts";
import type { ModelWriter } from "./model-writer.ts";

/** Values of a network's inputs that stand side by side, and the first of their places in its layout. */
interface InputBlock {
  readonly value: string;
  readonly place: number;
  readonly width: number;
}

/** Networks over the same inputs, in floats as they are trained; their mean in doubles. */
export const writeNeuralNetwork: ModelWriter = ({ graph, X, data, task, nClasses }) => {
  const { architecture, networks, centre, spread, unit } = networkOfData(data);
  const layout = layoutOf(architecture);
  const numbers = writeNumbers(graph, X, architecture, layout);
  const results = networks.map((parameters) => {
    const blocks = [...writeVectors(graph, X, architecture, layout, parameters), ...numbers];
    const scores = graph.cast(writeLayers(graph, blocks, architecture, layout, parameters), "double");
    if (task === "regression") return scores;
    return nClasses === 2 ? writeSigmoid(graph, scores) : writeSoftmax(graph, scores);
  });
  const sum = results.reduce((all, one) => graph.node("Add", [all, one]));
  const mean = networks.length === 1 ? sum : graph.node("Div", [sum, graph.doubles(networks.length)]);
  return task === "regression" ? writeUnits(graph, mean, { centre, spread, unit }) : mean;
};

/** Vectors of categories: a level's own, or that of everything else. */
function writeVectors(
  graph: GraphBuilder,
  X: string,
  { inputs }: Architecture,
  layout: Layout,
  parameters: Float32Array,
): InputBlock[] {
  return inputs.categories.map(({ feature, slots, size }, c) => {
    const { input, parameter } = layout.categories[c]!;
    const column = graph.node("Gather", [X, graph.integers([feature], [])], { axis: int(1) });
    const others = graph.floats([slots.length - 1], [1]);
    const isLevel = graph.node("And", [
      graph.node("GreaterOrEqual", [column, graph.floats([0], [1])]),
      graph.node("Less", [column, others]),
    ]);
    const level = graph.cast(graph.node("Where", [isLevel, column, others]), "int64");
    const table = Float32Array.from({ length: slots.length * size }, (_, i) => {
      return parameters[parameter + slots[Math.floor(i / size)]! * size + (i % size)]!;
    });
    const value = graph.node("Gather", [graph.floats(table, [slots.length, size]), level], { axis: int(0) });
    return { value, place: input, width: size };
  });
}

/** Scaled values, which of them are missing, and how far each lies in its pieces; step by step as the kernel does it. */
function writeNumbers(graph: GraphBuilder, X: string, { inputs }: Architecture, layout: Layout): InputBlock[] {
  const { numerics } = inputs;
  if (numerics.length === 0) return [];
  const gather = (value: string, places: readonly number[]): string =>
    graph.node("Gather", [value, graph.integers(places)], { axis: int(1) });
  const list = (read: (one: (typeof numerics)[number]) => number): string => graph.floats(numerics.map(read));
  const raw = gather(
    X,
    numerics.map(({ feature }) => feature),
  );
  const isMissing = graph.node("IsNaN", [raw]);
  const centre = list((one) => one.centre);
  const known = graph.node("Where", [isMissing, centre, raw]);
  const scaled = graph.node("Mul", [graph.node("Sub", [known, centre]), list((one) => one.scale)]);
  const z = writeBetween(graph, scaled, -1000, 1000);
  const squares = graph.node("Mul", [graph.node("Mul", [z, z]), graph.floats(1 / 9)]);
  const root = graph.node("Sqrt", [graph.node("Add", [graph.floats(1), squares])]);
  const blocks: InputBlock[] = [
    { value: graph.node("Div", [z, root]), place: layout.numerics[0]!.value, width: numerics.length },
  ];
  const indicators = numerics.flatMap(({ hasMissing }, i) => (hasMissing ? [i] : []));
  if (indicators.length > 0) {
    const value = graph.cast(gather(graph.cast(isMissing, "float"), indicators), "float");
    blocks.push({ value, place: layout.numerics[indicators[0]!]!.missing, width: indicators.length });
  }
  numerics.forEach(({ edges }, i) => {
    if (edges.length < 2) return;
    const lengths = edges.subarray(1).map((edge, k) => Math.min(3e38, 1 / (edge - edges[k]!)));
    const beyond = graph.node("Sub", [gather(known, [i]), graph.floats(edges.subarray(0, -1))]);
    const value = writeBetween(graph, graph.node("Mul", [beyond, graph.floats(lengths)]), 0, 1);
    blocks.push({ value, place: layout.numerics[i]!.pieces, width: lengths.length });
  });
  return blocks;
}

function writeBetween(graph: GraphBuilder, value: string, low: number, high: number): string {
  return graph.node("Max", [graph.node("Min", [value, graph.floats(high)]), graph.floats(low)]);
}

/** Dense layers. The padding between inputs is left out, and so are the rows of weights that it would meet. */
function writeLayers(
  graph: GraphBuilder,
  blocks: readonly InputBlock[],
  { layers, activation, outputs }: Architecture,
  { dense }: Layout,
  parameters: Float32Array,
): string {
  if (blocks.length === 0) throw notExportable("The network", "no feature tells it anything");
  let value =
    blocks.length === 1
      ? blocks[0]!.value
      : graph.node(
          "Concat",
          blocks.map((block) => block.value),
          { axis: int(1) },
        );
  let rows = blocks.flatMap(({ place, width }) => Array.from({ length: width }, (_, k) => place + k));
  dense.forEach(({ from, to, units }, layer) => {
    const wide = layer === layers ? outputs : units;
    const weights = Float32Array.from({ length: rows.length * wide }, (_, i) => {
      return parameters[from + rows[Math.floor(i / wide)]! * units + (i % wide)]!;
    });
    const product = graph.node("MatMul", [value, graph.floats(weights, [rows.length, wide])]);
    value = graph.node("Add", [product, graph.floats(parameters.subarray(to, to + wide))]);
    if (layer < layers) value = writeActivation(graph, value, activation);
    rows = Array.from({ length: wide }, (_, k) => k);
  });
  return value;
}

function writeActivation(graph: GraphBuilder, value: string, activation: Architecture["activation"]): string {
  if (activation === "relu") return graph.node("Relu", [value]);
  return graph.node("Mul", [value, graph.node("Sigmoid", [value])]);
}
