import type { NetworkInputs } from "./inputs.ts";

/** What activations there are, in the kernel's numbering. */
export const activations = ["relu", "silu"] as const;
export type Activation = (typeof activations)[number];

/** A network's shape: equal hidden layers between inputs and outputs. */
export interface Architecture {
  readonly inputs: NetworkInputs;
  readonly layers: number;
  /** Units of a hidden layer, a multiple of 8. */
  readonly width: number;
  readonly activation: Activation;
  readonly outputs: number;
}

/** Where inputs and parameters stand. Inputs: vectors of categories, scaled values, "missing", pieces, each part padded. */
export interface Layout {
  readonly embedded: number;
  readonly nInputs: number;
  readonly paddedOutputs: number;
  /** Floats of all categories' vectors, which come first among the parameters. */
  readonly vectorFloats: number;
  /** Floats of all parameters. */
  readonly nParameters: number;
  /** By category: its first input and its first parameter. */
  readonly categories: readonly { readonly input: number; readonly parameter: number }[];
  /** By numeric feature: inputs of its value and of "missing" (-1: none), the first of its pieces and their padded number. */
  readonly numerics: readonly {
    readonly value: number;
    readonly missing: number;
    readonly pieces: number;
    readonly nPieces: number;
  }[];
  /** By layer, outputs last: its weights (from, to), then as many biases as it has units. */
  readonly dense: readonly {
    readonly from: number;
    readonly to: number;
    readonly fanIn: number;
    readonly units: number;
  }[];
}

/** Pads to what the kernel's vectors need. */
function padded(n: number, to: number): number {
  return Math.ceil(n / to) * to;
}

/** The layout of an architecture. */
export function layoutOf({ inputs, layers, width, outputs }: Architecture): Layout {
  let parameter = 0;
  let input = 0;
  const categories = inputs.categories.map(({ slots, size }) => {
    const at = { input, parameter };
    input += size;
    parameter += slotCount(slots) * size;
    return at;
  });
  const embedded = padded(input, 8);
  const vectorFloats = padded(parameter, 4);
  const values = embedded;
  let missing = values + inputs.numerics.length;
  const indicators = inputs.numerics.map(({ hasMissing }) => (hasMissing ? missing++ : -1));
  let pieces = padded(missing, 4);
  const numerics = inputs.numerics.map(({ edges }, i) => {
    const nPieces = padded(Math.max(0, edges.length - 1), 4);
    pieces += nPieces;
    return { value: values + i, missing: indicators[i]!, pieces: pieces - nPieces, nPieces };
  });
  const paddedOutputs = padded(outputs, 8);
  let at = vectorFloats;
  const dense = Array.from({ length: layers + 1 }, (_, l) => {
    const fanIn = l === 0 ? pieces : width;
    const units = l === layers ? paddedOutputs : width;
    const from = at;
    at += (fanIn + 1) * units;
    return { from, to: from + fanIn * units, fanIn, units };
  });
  return {
    ...{ embedded, nInputs: pieces, paddedOutputs, vectorFloats, nParameters: at },
    ...{ categories, numerics, dense },
  };
}

/** Slots of a category, the unknown's among them. */
export function slotCount(slots: Uint32Array): number {
  return slots.at(-1)! + 1;
}

/** Memory that a kernel lends. */
export interface NetworkMemory {
  take(sizeBytes: number): number;
  uint32(address: number, length: number): Uint32Array;
  float32(address: number, length: number): Float32Array;
}

/** Bytes of each piece of memory that `writeNetwork` takes. */
export function networkSizes({ inputs }: Architecture, layout: Layout): number[] {
  return [
    48,
    24 * inputs.categories.length,
    32 * inputs.numerics.length,
    ...inputs.categories.map(({ slots }) => slots.length * 4),
    ...layout.numerics.map(({ nPieces }) => nPieces * 8),
  ];
}

/** Writes the kernel's description of a network (see assembly/layers.ts). @returns its address */
export function writeNetwork(memory: NetworkMemory, architecture: Architecture, layout: Layout): number {
  const { inputs, layers, width, activation } = architecture;
  const net = memory.take(48);
  const categories = memory.take(24 * inputs.categories.length);
  const numerics = memory.take(32 * inputs.numerics.length);
  memory
    .uint32(net, 12)
    .set([
      ...[inputs.nFeatures, layout.nInputs, layout.embedded, inputs.categories.length, categories],
      ...[inputs.numerics.length, numerics, layers, width, layout.paddedOutputs],
      ...[activations.indexOf(activation), layout.vectorFloats],
    ]);
  inputs.categories.forEach(({ feature, slots, size }, i) => {
    const at = memory.take(slots.length * 4);
    memory.uint32(at, slots.length).set(slots);
    const { input, parameter } = layout.categories[i]!;
    memory.uint32(categories + 24 * i, 6).set([feature, slots.length - 1, at, size, input, parameter]);
  });
  inputs.numerics.forEach(({ feature, centre, scale, edges }, i) => {
    const { value, missing, pieces, nPieces } = layout.numerics[i]!;
    const at = memory.take(nPieces * 8);
    const left = memory.float32(at, nPieces);
    const perWidth = memory.float32(at + nPieces * 4, nPieces);
    for (let k = 0; k + 1 < edges.length; k++) {
      left[k] = edges[k]!;
      perWidth[k] = Math.min(3e38, 1 / (edges[k + 1]! - edges[k]!));
    }
    memory.uint32(numerics + 32 * i, 8).set([feature, 0, 0, value, missing >>> 0, pieces, nPieces, at]);
    memory.float32(numerics + 32 * i + 4, 2).set([centre, scale]);
  });
  return net;
}
