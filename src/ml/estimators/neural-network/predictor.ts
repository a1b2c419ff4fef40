import type { Matrix } from "../../frame/matrix.ts";
import { PredictingKernel } from "../../kernels/predicting-kernel.ts";
import { type Architecture, type Layout, layoutOf, networkSizes, writeNetwork } from "./architecture.ts";

/** Rows that go through the layers together. */
const BLOCK = 64;

/** Runs networks forward over rows, in memory of its own that every call uses again. */
export class NetworkPredictor {
  readonly #architecture: Architecture;
  readonly #networks: readonly Float32Array[];
  readonly #layout: Layout;
  #kernel: Placed | undefined;

  /** @param networks (layout.nParameters) each */
  constructor(architecture: Architecture, networks: readonly Float32Array[]) {
    this.#architecture = architecture;
    this.#networks = networks;
    this.#layout = layoutOf(architecture);
  }

  /**
   * Hands each block of rows to `take`: the network's number, the first row, how many, and the outputs (rows, pitch).
   * Values that aren't numbers, which only damaged weights give, become 0.
   */
  outputs(
    X: Matrix,
    take: (network: number, from: number, rows: number, out: Float32Array, pitch: number) => void,
  ): void {
    const placed = (this.#kernel ??= this.#place());
    const { kernel, net, data, x, h, out } = placed;
    const { nFeatures, nSamples } = X;
    const { paddedOutputs } = this.#layout;
    for (let from = 0; from < nSamples; from += BLOCK) {
      const rows = Math.min(BLOCK, nSamples - from);
      for (let f = 0; f < nFeatures; f++) {
        const column = f * nSamples + from;
        for (let i = 0; i < rows; i++) placed.raw[i * nFeatures + f] = X.values[column + i]!;
      }
      for (let n = 0; n < this.#networks.length; n++) {
        kernel.call.forwardNetwork(net, placed.parameters[n]!, data, 0, rows, x, h, out);
        take(n, from, rows, placed.outputs, paddedOutputs);
      }
    }
  }

  #place(): Placed {
    const { nParameters, nInputs, paddedOutputs } = this.#layout;
    const { inputs, width } = this.#architecture;
    const own = [BLOCK * inputs.nFeatures * 4, BLOCK * nInputs * 4, BLOCK * width * 8, BLOCK * paddedOutputs * 4];
    const parameterSizes = this.#networks.map(() => nParameters * 4);
    const kernel = new PredictingKernel([...own, ...parameterSizes, ...networkSizes(this.#architecture, this.#layout)]);
    const [data, x, h, out] = own.map((size) => kernel.take(size)) as [number, number, number, number];
    const parameters = this.#networks.map((weights) => {
      const at = kernel.take(nParameters * 4);
      kernel.float32(at, nParameters).set(weights);
      return at;
    });
    const net = writeNetwork(kernel, this.#architecture, this.#layout);
    const raw = kernel.float32(data, BLOCK * inputs.nFeatures);
    return { kernel, net, data, x, h, out, parameters, raw, outputs: kernel.float32(out, BLOCK * paddedOutputs) };
  }
}

interface Placed {
  readonly kernel: PredictingKernel;
  readonly net: number;
  readonly data: number;
  readonly x: number;
  readonly h: number;
  readonly out: number;
  readonly parameters: readonly number[];
  readonly raw: Float32Array;
  readonly outputs: Float32Array;
}
