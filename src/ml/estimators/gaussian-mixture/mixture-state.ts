import { checkpointFields } from "../checkpoint-fields.ts";
import type { ModelData } from "../estimator.ts";
import { checkpointCorrupt } from "../fit-fingerprint.ts";
import { type CovarianceKind, covarianceLength, type Mixture, whitenings } from "./mixture.ts";

/** A mixture and the mean log likelihood that it came with. */
export interface ScoredMixture {
  readonly mixture: Mixture;
  readonly likelihood: number;
}

/** How far expectation maximisation is. */
export interface MixtureState extends ScoredMixture {
  readonly restart: number;
  /** Iterations done of this restart. */
  readonly iteration: number;
  /** The best of the restarts before. */
  readonly best: ScoredMixture | undefined;
}

interface MixtureShape {
  readonly restarts: number;
  readonly kind: CovarianceKind;
  readonly components: number;
  readonly nFeatures: number;
}

/** The state as plain data. */
export function writeMixtureState(fingerprint: string, { restart, iteration, best, ...now }: MixtureState): ModelData {
  const known = best === undefined ? [now] : [now, best];
  return {
    fingerprint,
    restart,
    iteration,
    known: known.length,
    likelihoods: Float64Array.from(known, ({ likelihood }) => likelihood),
    weights: joined(known.map(({ mixture }) => mixture.weights)),
    means: joined(known.map(({ mixture }) => mixture.means)),
    covariances: joined(known.map(({ mixture }) => mixture.covariances)),
  };
}

/** @throws ML_CHECKPOINT_CORRUPT */
export function readMixtureState(
  estimator: string,
  fingerprint: string,
  { restarts, kind, components: k, nFeatures: d }: MixtureShape,
  state: ModelData,
): MixtureState {
  const fields = checkpointFields(estimator, state, fingerprint);
  const known = fields.integer("known", 1, 2);
  const size = covarianceLength(kind, k, d);
  const [restart, iteration] = [fields.integer("restart", 0, restarts - 1), fields.integer("iteration", 1, 1_000_000)];
  const likelihoods = fields.doubles("likelihoods", known);
  const weights = fields.doubles("weights", known * k);
  const means = fields.doubles("means", known * k * d);
  const covariances = fields.doubles("covariances", known * size);
  fields.end();
  const scored = (at: number): ScoredMixture => ({
    likelihood: likelihoods[at]!,
    mixture: {
      kind,
      nFeatures: d,
      weights: weights.slice(at * k, (at + 1) * k),
      means: means.slice(at * k * d, (at + 1) * k * d),
      covariances: covariances.slice(at * size, (at + 1) * size),
    },
  });
  const all = Array.from({ length: known }, (_, at) => scored(at));
  if (all.some(({ mixture }) => whitenings(mixture) === undefined || !mixture.weights.every((weight) => weight > 0))) {
    throw checkpointCorrupt(estimator, "covariances that are positive definite, and weights above 0", "others");
  }
  return { restart, iteration, ...all[0]!, best: all[1] };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
