import type { ModelData, ModelValue } from "../estimator.ts";
import { checkFingerprint, checkpointCorrupt } from "../fit-fingerprint.ts";
import type { Progress } from "./networks.ts";

const NAME = "neuralNetwork";

/** All that training goes on from after `epoch` epochs. Orders and learning rates follow from seed and epoch. */
export function stateOf(fingerprint: string, epoch: number, progress: readonly Progress[]): ModelData {
  return {
    fingerprint,
    epoch,
    networks: progress.map(({ state, best, bestLoss, bestEpoch, isDone }) => ({
      ...state,
      best,
      bestLoss: Number.isFinite(bestLoss) ? bestLoss : null,
      bestEpoch,
      isDone,
    })),
  };
}

/** @throws ML_CHECKPOINT_CORRUPT for a state that a fit of this fingerprint can't have saved */
export function progressOfState(
  state: ModelData,
  fingerprint: string,
  nParameters: number,
  networks: number,
  epochs: number,
): { readonly epoch: number; readonly progress: Progress[] } {
  checkFingerprint(NAME, fingerprint, state);
  const epoch = wholeNumber(state["epoch"], 1, epochs, "epoch");
  const list = state["networks"];
  if (!Array.isArray(list) || list.length !== networks) throw corrupt(`${networks} networks`, list);
  return { epoch, progress: list.map((one: ModelValue) => progressOf(one, nParameters, epoch)) };
}

function progressOf(value: ModelValue, nParameters: number, epoch: number): Progress {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw corrupt("a network", value);
  }
  const network = value as ModelData;
  const floats = (key: string): Float32Array => {
    const array = network[key];
    if (!(array instanceof Float32Array) || array.length !== nParameters || !array.every(Number.isFinite)) {
      throw corrupt(`${nParameters} finite ${key}`, array);
    }
    return array;
  };
  const { bestLoss, isDone } = network;
  if (bestLoss !== null && !(typeof bestLoss === "number" && bestLoss >= 0 && Number.isFinite(bestLoss))) {
    throw corrupt("a loss or null", bestLoss);
  }
  if (typeof isDone !== "boolean") throw corrupt("isDone: true or false", isDone);
  const secondMoments = floats("secondMoments");
  if (secondMoments.some((moment) => moment < 0)) throw corrupt("second moments from 0 up", "a negative one");
  return {
    state: { parameters: floats("parameters"), firstMoments: floats("firstMoments"), secondMoments },
    best: floats("best"),
    bestLoss: bestLoss ?? Number.POSITIVE_INFINITY,
    bestEpoch: wholeNumber(network["bestEpoch"], 0, epoch, "bestEpoch"),
    isDone,
  };
}

function wholeNumber(value: ModelValue | undefined, low: number, high: number, what: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high) return value;
  throw corrupt(`${what}: a whole number from ${low} to ${high}`, value);
}

function corrupt(expected: string, got: unknown): Error {
  return checkpointCorrupt(NAME, expected, got);
}
