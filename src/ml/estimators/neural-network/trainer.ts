import type { TrainingKernel } from "../../kernels/training-kernel.ts";
import { deriveSeed, random } from "../../random.ts";
import { type Architecture, type Layout, networkSizes, writeNetwork } from "./architecture.ts";
import { stepRates } from "./step-rates.ts";

/** How a network is trained. */
export interface TrainingRules {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Share of hidden units left out in each step, 0..1. */
  readonly dropout: number;
  readonly seed: number;
}

/** What all networks of a fit learn from. */
export interface TrainingData {
  readonly architecture: Architecture;
  readonly layout: Layout;
  readonly loss: "squared" | "logistic" | "softmax";
  readonly nSamples: number;
  /** Address of (nSamples, nFeatures) float32, row-major. */
  readonly rows: number;
  readonly targets: number;
  /** 0 where all weights are 1. */
  readonly weights: number;
}

/** What a network has come to, complete: training goes on from it as if it had never stopped. */
export interface TrainerState {
  readonly parameters: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
}

/** Batches that one call of the kernel does: short enough to be cancelled between them. */
const STEPS_OF_A_CALL = 64;
const TASK_WORDS = 32;
const losses = ["squared", "logistic", "softmax"] as const;
const BETA1 = 0.9;
const BETA2 = 0.99;

/**
 * One network while it learns: its parameters and all that a step needs, in the kernel's memory. Networks are trained side by side and
 * share only what they read, so threads change nothing.
 */
export class NetworkTrainer {
  readonly stepsPerEpoch: number;
  readonly #kernel: TrainingKernel;
  readonly #rules: TrainingRules;
  readonly #train: Uint32Array;
  readonly #held: Uint32Array;
  readonly #batch: number;
  readonly #task: number;
  readonly #order: number;
  readonly #rates: number;
  readonly #sums: number;
  readonly #parameters: number;
  readonly #first: number;
  readonly #second: number;
  readonly #length: number;

  /** @param train rows learned from @param held rows held out @param initial (layout.nParameters) */
  constructor(
    kernel: TrainingKernel,
    data: TrainingData,
    rules: TrainingRules,
    train: Uint32Array,
    held: Uint32Array,
    initial: Float32Array,
  ) {
    this.#kernel = kernel;
    this.#rules = rules;
    this.#train = train;
    this.#held = held;
    this.#length = data.layout.nParameters;
    this.#batch = Math.min(rules.batchSize, train.length);
    this.stepsPerEpoch = Math.floor(train.length / this.#batch);
    const sizes = trainerSizes(data, rules, train.length, held.length);
    const at = sizes.map((size) => kernel.take(size));
    const [task, parameters, gradients, first, second, order, heldRows, x, z, h, out, d1, d2, turned, dx, rates, sums] =
      at as [...FixedAddresses];
    kernel.float32(parameters, this.#length).set(initial);
    kernel.uint32(heldRows, held.length).set(held);
    const net = writeNetwork(kernel, data.architecture, data.layout);
    const { outputs } = data.architecture;
    const below = Math.min(0xffffffff, Math.round(rules.dropout * 4294967296));
    kernel
      .uint32(task, TASK_WORDS)
      .set([
        ...[net, parameters, gradients, first, second, this.#length, data.layout.vectorFloats, data.rows],
        ...[data.targets, data.weights, order, this.#batch, x, z, h, out, d1, d2, turned, dx, rates],
        ...[losses.indexOf(data.loss), outputs, below, 0, deriveSeed(rules.seed, "dropout"), heldRows, held.length],
        sums,
      ]);
    kernel.float32(task + 96, 1)[0] = 1 / (1 - rules.dropout);
    kernel.float32(task + 116, 2).set([BETA1, BETA2]);
    this.#task = task;
    this.#order = order;
    this.#rates = rates;
    this.#sums = sums;
    this.#parameters = parameters;
    this.#first = first;
    this.#second = second;
  }

  /** Puts the rows in the epoch's order and its learning rates in place. It depends on seed and epoch alone. */
  beginEpoch(epoch: number): void {
    const order = this.#kernel.uint32(this.#order, this.#train.length);
    order.set(this.#train);
    random(this.#rules.seed, "epoch", epoch).shuffle(order);
    const { learningRate, weightDecay, epochs } = this.#rules;
    const rates = this.#kernel.float32(this.#rates, this.stepsPerEpoch * 4);
    const all = epochs * this.stepsPerEpoch;
    for (let s = 0; s < this.stepsPerEpoch; s++) {
      const step = epoch * this.stepsPerEpoch + s;
      rates.set(stepRates({ step, steps: all, learningRate, weightDecay, beta1: BETA1, beta2: BETA2 }), 4 * s);
    }
    this.#kernel.float64(this.#sums, 2).fill(0);
  }

  /** The epoch's steps as arguments of the kernel's `trainNetwork`, to be done one after the other. */
  calls(epoch: number): number[][] {
    const calls: number[][] = [];
    for (let from = 0; from < this.stepsPerEpoch; from += STEPS_OF_A_CALL) {
      const to = Math.min(this.stepsPerEpoch, from + STEPS_OF_A_CALL);
      calls.push([this.#task, from, to, epoch * this.stepsPerEpoch]);
    }
    return calls;
  }

  /** Arguments of the kernel's `measureNetwork`. */
  get measure(): number[] {
    return [this.#task];
  }

  /** Summed loss of the rows held out, after `measureNetwork`. */
  get heldOutLoss(): number {
    return this.#kernel.float64(this.#sums, 2)[1]!;
  }

  get heldOut(): Uint32Array {
    return this.#held;
  }

  parameters(): Float32Array {
    return Float32Array.from(this.#kernel.float32(this.#parameters, this.#length));
  }

  state(): TrainerState {
    const copy = (address: number): Float32Array => Float32Array.from(this.#kernel.float32(address, this.#length));
    return {
      parameters: copy(this.#parameters),
      firstMoments: copy(this.#first),
      secondMoments: copy(this.#second),
    };
  }

  goOnFrom({ parameters, firstMoments, secondMoments }: TrainerState): void {
    this.#kernel.float32(this.#parameters, this.#length).set(parameters);
    this.#kernel.float32(this.#first, this.#length).set(firstMoments);
    this.#kernel.float32(this.#second, this.#length).set(secondMoments);
  }
}

type FixedAddresses = [
  ...[number, number, number, number, number, number, number, number, number],
  ...[number, number, number, number, number, number, number, number],
];

/** Bytes that a trainer takes, piece by piece, in the order in which its constructor takes them. */
function trainerSizes({ architecture, layout }: TrainingData, rules: TrainingRules, nTrain: number, nHeld: number) {
  const batch = Math.min(rules.batchSize, nTrain);
  const { layers, width } = architecture;
  const hidden = Math.max(2, layers) * batch * width * 4;
  const derivatives = batch * width * 4;
  const widest = Math.max(layout.embedded, width) * Math.max(width, layout.paddedOutputs) * 4;
  const parameters = layout.nParameters * 4;
  return [
    ...[TASK_WORDS * 4, parameters, parameters, parameters, parameters, nTrain * 4, nHeld * 4],
    ...[batch * layout.nInputs * 4, hidden, hidden, batch * layout.paddedOutputs * 4, derivatives, derivatives],
    ...[widest, batch * layout.embedded * 4, Math.floor(nTrain / batch) * 16, 16],
  ];
}

/** Bytes of all that a trainer takes of its kernel. */
export function trainerBytes(
  data: TrainingData,
  rules: TrainingRules,
  nTrain: number,
  nHeld: number,
  bytesFor: (size: number) => number,
): number {
  const sizes = [...trainerSizes(data, rules, nTrain, nHeld), ...networkSizes(data.architecture, data.layout)];
  return sizes.reduce((sum, size) => sum + bytesFor(size), 0);
}
