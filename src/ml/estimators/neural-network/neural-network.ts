import type { Matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { taskOf } from "../check-fit.ts";
import { classWeighted, classWeightParameter } from "../class-weight.ts";
import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition, FitContext, Model } from "../estimator.ts";
import { fitFingerprint } from "../fit-fingerprint.ts";
import type { ParameterTable, ParameterValues } from "../parameters.ts";
import { classTargets, type Standardised, standardise, weightedRows } from "../trees/rows.ts";
import { type Activation, type Architecture, activations, type Layout, layoutOf } from "./architecture.ts";
import { progressOfState, stateOf } from "./checkpoint.ts";
import { startOf } from "./initial-weights.ts";
import { planInputs } from "./inputs.ts";
import { loadNetwork, networkModel } from "./network-model.ts";
import { Networks, type Share, sharesOf } from "./networks.ts";
import type { NeuralNetworkParameters } from "./neural-network-parameters.ts";
import { type TrainingData, type TrainingRules, trainerBytes } from "./trainer.ts";

const parameters = {
  layers: {
    type: "integer",
    default: 2,
    low: 1,
    high: 8,
    search: { low: 1, high: 3 },
    summary: "Hidden layers.",
  },
  width: {
    type: "integer",
    default: 128,
    low: 8,
    high: 2048,
    search: { low: 64, high: 256, log: true },
    summary: "Units of a hidden layer, rounded up to a multiple of 8.",
  },
  networks: {
    type: "integer",
    default: 4,
    low: 1,
    high: 64,
    summary:
      "Networks whose predictions are averaged; each holds out another part of the rows, and threads train them side by side.",
  },
  activation: {
    type: "choice",
    default: "silu",
    choices: activations,
    summary: "What a hidden unit makes of its sum.",
  },
  pieces: {
    type: "integer",
    default: 16,
    low: 0,
    high: 128,
    summary:
      "Most pieces between quantiles that a numeric feature is cut into beside its scaled value, so that steps and bends are easy to learn; tables of over 64 such features get fewer. 0: none.",
  },
  epochs: {
    type: "integer",
    default: 32,
    low: 1,
    high: 100_000,
    summary: "Most passes over the rows; the learning rate falls to 0 over them.",
  },
  batchSize: {
    type: "integer",
    default: null,
    low: 1,
    high: 1_000_000,
    nullable: true,
    summary: "Rows of a step. null: 32 to 128, the more the more rows there are.",
  },
  learningRate: {
    type: "number",
    default: 0.008,
    low: 0,
    exclusiveLow: true,
    high: 1,
    search: { low: 1e-3, high: 2e-2, log: true },
    summary:
      "Highest learning rate of the cycle: it rises in the first twentieth of the steps and falls along a cosine.",
  },
  weightDecay: {
    type: "number",
    default: 0.01,
    low: 0,
    high: 10,
    search: { low: 1e-3, high: 0.3, log: true },
    summary:
      "Pulls weights to 0, times the learning rate, apart from the gradient (AdamW); biases and vectors are left alone.",
  },
  dropout: {
    type: "number",
    default: 0.1,
    low: 0,
    high: 0.9,
    search: { low: 0, high: 0.4 },
    summary: "Share of hidden units left out in each step.",
  },
  earlyStoppingEpochs: {
    type: "integer",
    default: 12,
    low: 1,
    high: 100_000,
    nullable: true,
    summary:
      "A network stops after so many epochs without a lower loss on its rows held out (a stratified tenth, a fifth below 2000 rows, none below 50) and goes back to its best. null: all epochs, all rows, and the last parameters.",
  },
  classWeight: classWeightParameter,
} as const satisfies ParameterTable;

type SupervisedTask = "binary" | "multiclass" | "regression";

/**
 * Multilayer perceptrons over embedded categories and piecewise linear numbers, averaged.
 *
 * A sample's weight multiplies its loss, relative to the mean weight: weight 0 is no sample and equal weights are none, to the bit; weight k is
 * much like k samples, but not to the bit, as batches are drawn from samples. The same samples in another order are drawn
 * in other batches, so they give another model that is as good.
 * @see Gorishniy et al., Revisiting deep learning models for tabular data (2021)
 */
export const neuralNetworkDefinition: EstimatorDefinition<SupervisedTask> = {
  name: "neuralNetwork",
  summary:
    "Multilayer perceptrons, averaged: categories as learned vectors, numbers scaled robustly and cut into pieces; takes missing values as they are.",
  tasks: ["binary", "multiclass", "regression"],
  accepts: { missing: true, categories: true, needsScaling: false },
  parameters,
  complexity: 5,
  calibratable: true,
  fit,
  load: loadNetwork,
};

/**
 * Multilayer perceptrons, averaged; takes missing values and categories as they are.
 * @example neuralNetwork({ layers: 3, width: 256, dropout: 0.2 })
 */
export const neuralNetwork: EstimatorFactory<SupervisedTask, NeuralNetworkParameters> =
  defineEstimator(neuralNetworkDefinition);

function fit(X: Matrix, y: Target | null, params: ParameterValues, context: FitContext): Model {
  const target = y as Target;
  const { seed } = context;
  const weight = classWeighted(target, context.sampleWeight, params["classWeight"] as "none" | "balanced");
  const rows = weightedRows(X.nSamples, weight);
  const scaled = target.kind === "values" ? standardise(target.values, rows, weight) : null;
  const rules = rulesOf(params, rows.length, seed);
  const architecture = architectureOf(X, rows, target, params, seed);
  const layout = layoutOf(architecture);
  const patience = params["earlyStoppingEpochs"] as number | null;
  const shares = sharesOf(rows, target, seed, params["networks"] as number, patience !== null);
  const loss = target.kind === "values" ? "squared" : target.classes.length === 2 ? "logistic" : "softmax";
  const data = { architecture, layout, loss, nSamples: X.nSamples } as const;
  const kernel = new TrainingKernel(
    bytesOf(X, { ...data, rows: 0, targets: 0, weights: 0 }, rules, shares),
    context.team,
  );
  const held = { ...data, ...writeData(kernel, X, target, scaled, weight, rows) };
  const start = startOf(loss, classMass(target, rows, weight));
  const networks = new Networks(kernel, held, rules, shares, start, patience);
  const best = train(networks, layout, rules, X, params, context);
  return networkModel({
    task: taskOf(target) as SupervisedTask,
    nClasses: target.kind === "classes" ? target.classes.length : 0,
    centre: scaled?.centre ?? 0,
    spread: scaled?.spread ?? 1,
    unit: scaled?.unit ?? 1,
    architecture,
    networks: best,
  });
}

function train(
  networks: Networks,
  layout: Layout,
  { epochs }: TrainingRules,
  X: Matrix,
  params: ParameterValues,
  context: FitContext,
): Float32Array[] {
  const { checkpoint } = context;
  const fingerprint = fitFingerprint("neuralNetwork", params, context.seed, X);
  let from = 0;
  if (checkpoint?.resume !== undefined) {
    const resumed = progressOfState(
      checkpoint.resume,
      fingerprint,
      layout.nParameters,
      params["networks"] as number,
      epochs,
    );
    networks.goOnFrom(resumed.progress);
    from = resumed.epoch;
  }
  const best = networks.train(from, context, (epoch) => {
    const loss = networks.bestLoss;
    const note = loss === null ? "" : `, loss held out ${Number(loss.toPrecision(4))}`;
    context.onProgress?.(epoch / epochs, `epoch ${epoch} of at most ${epochs}${note}`);
    if (checkpoint !== undefined && epoch % checkpoint.every === 0) {
      checkpoint.save(stateOf(fingerprint, epoch, networks.progress()));
    }
  });
  context.onProgress?.(1, "the best epochs' weights are kept");
  return best;
}

function architectureOf(X: Matrix, rows: Uint32Array, y: Target, params: ParameterValues, seed: number): Architecture {
  return {
    inputs: planInputs(X, rows, params["pieces"] as number, seed),
    layers: params["layers"] as number,
    width: Math.ceil((params["width"] as number) / 8) * 8,
    activation: params["activation"] as Activation,
    outputs: y.kind === "classes" && y.classes.length > 2 ? y.classes.length : 1,
  };
}

function rulesOf(params: ParameterValues, nRows: number, seed: number): TrainingRules {
  const { epochs, learningRate, weightDecay, dropout } = params as Readonly<Record<string, number>>;
  const batchSize = (params["batchSize"] as number | null) ?? batchFor(nRows);
  return {
    ...{ epochs: epochs!, learningRate: learningRate!, weightDecay: weightDecay!, dropout: dropout! },
    ...{ batchSize, seed },
  };
}

/** A power of two: small tables need more steps, large ones can afford steadier ones. */
function batchFor(nRows: number): number {
  let batch = 32;
  while (batch < 128 && batch * 64 < nRows) batch *= 2;
  return batch;
}

function bytesOf(X: Matrix, data: TrainingData, rules: TrainingRules, shares: readonly Share[]): number {
  const { bytesFor } = TrainingKernel;
  const own = bytesFor(X.values.length * 4) + 2 * bytesFor(X.nSamples * 4);
  return shares.reduce(
    (sum, { train, held }) => sum + trainerBytes(data, rules, train.length, held.length, bytesFor),
    own,
  );
}

/** Rows, targets and weights (of mean 1, so that steps are as long as without) in the kernel's memory. */
function writeData(
  kernel: TrainingKernel,
  X: Matrix,
  y: Target,
  scaled: Standardised | null,
  weight: Float64Array | undefined,
  rows: Uint32Array,
): { rows: number; targets: number; weights: number } {
  const at = { rows: kernel.take(X.values.length * 4), targets: kernel.take(X.nSamples * 4), weights: 0 };
  const raw = kernel.float32(at.rows, X.values.length);
  for (let f = 0; f < X.nFeatures; f++) {
    for (let i = 0; i < X.nSamples; i++) raw[i * X.nFeatures + f] = X.values[f * X.nSamples + i]!;
  }
  kernel.float32(at.targets, X.nSamples).set(y.kind === "values" ? scaled!.values : classTargets(y));
  if (weight === undefined) return at;
  const top = rows.reduce((most, row) => Math.max(most, weight[row]!), 0);
  const mean = rows.reduce((sum, row) => sum + weight[row]! / top, 0) / rows.length;
  const address = kernel.take(X.nSamples * 4);
  const relative = kernel.float32(address, X.nSamples);
  for (const row of rows) relative[row] = weight[row]! / top / mean;
  return { ...at, weights: address };
}

function classMass(y: Target, rows: Uint32Array, weight: Float64Array | undefined): Float64Array {
  const mass = new Float64Array(y.kind === "classes" ? y.classes.length : 1);
  if (y.kind === "classes") for (const row of rows) mass[y.codes[row]!]! += weight?.[row] ?? 1;
  return mass;
}
