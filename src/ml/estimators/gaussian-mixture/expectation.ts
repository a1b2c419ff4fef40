import type { Matrix } from "../../frame/matrix.ts";
import type { FitContext } from "../estimator.ts";
import { SharedFeatures } from "../linear-algebra/shared-features.ts";
import { type CovarianceKind, covarianceLength, type Mixture, type Whitening } from "./mixture.ts";

const block = 256;
const mostParts = 32;

/** Rows in shared memory with their responsibilities: the two steps of expectation maximisation. */
export class MixtureRows {
  readonly features: SharedFeatures;
  readonly #nComponents: number;
  readonly #logs: number;
  readonly #mean: number;
  readonly #whiten: number;
  readonly #parts: readonly { from: number; to: number; scratch: number; result: number }[];

  constructor(X: Matrix, nComponents: number, { sampleWeight, team }: FitContext) {
    const { nSamples: n, nFeatures: d } = X;
    const length = Math.ceil(n / Math.min(mostParts, Math.ceil(n / 4096)) / block) * block;
    const parts = Array.from({ length: Math.ceil(n / length) }, (_, p) => p * length);
    const sizes = [nComponents * n * 8, d * 8, d * d * 8];
    const partSizes = parts.flatMap(() => [(d + 1) * block * 8, (nComponents + 1) * 8]);
    this.features = new SharedFeatures(X, sampleWeight, { team, gram: true, extra: [...sizes, ...partSizes] });
    const { kernel } = this.features;
    [this.#logs, this.#mean, this.#whiten] = sizes.map((size) => kernel.take(size)) as [number, number, number];
    this.#nComponents = nComponents;
    this.#parts = parts.map((from, p) => ({
      from,
      to: Math.min(n, from + length),
      scratch: kernel.take(partSizes[2 * p]!),
      result: kernel.take(partSizes[2 * p + 1]!),
    }));
  }

  /** Each row wholly in its cluster; returns the masses. */
  assign(clusters: Int32Array, weight: Float64Array | undefined): Float64Array {
    const { kernel, nSamples: n } = this.features;
    const shares = kernel.float64(this.#logs, this.#nComponents * n).fill(0);
    const masses = new Float64Array(this.#nComponents);
    clusters.forEach((cluster, i) => {
      const one = weight === undefined ? 1 : weight[i]!;
      shares[cluster * n + i] = one;
      masses[cluster]! += one;
    });
    return masses;
  }

  /** Responsibilities under a mixture; returns the mean log likelihood and the masses. */
  expect(means: Float64Array, shapes: readonly Whitening[]): { likelihood: number; masses: Float64Array } {
    const { kernel, x, pitch, nFeatures: d, nSamples: n, weights, total } = this.features;
    shapes.forEach(({ whiten, diagonal, constant }, k) => {
      kernel.float64(this.#mean, d).set(means.subarray(k * d, (k + 1) * d));
      kernel.float64(this.#whiten, whiten.length).set(whiten);
      const parts = this.#parts.map(({ from, to, scratch }) => [
        ...[x, pitch, d, this.#mean, this.#whiten, diagonal ? 1 : 0, constant],
        ...[from, to, this.#logs + k * n * 8, scratch],
      ]);
      kernel.each("logDensities", parts);
    });
    const parts = this.#parts.map(({ from, to, result }) => {
      return [this.#logs, n, this.#nComponents, weights, from, to, result];
    });
    kernel.each("responsibilities", parts);
    const sums = new Float64Array(this.#nComponents + 1);
    for (const { result } of this.#parts) {
      const part = kernel.float64(result, sums.length);
      for (let k = 0; k < sums.length; k++) sums[k]! += part[k]!;
    }
    return { likelihood: sums[0]! / total, masses: sums.slice(1) };
  }

  /**
   * The mixture that is likeliest under the responsibilities. A component that no row is left to keeps what it was.
   * @param floor is added to every variance
   */
  maximise(masses: Float64Array, kind: CovarianceKind, floor: number, before: Mixture | undefined): Mixture {
    const { features } = this;
    const { nFeatures: d, nSamples: n, total } = features;
    const components = masses.length;
    const means = new Float64Array(components * d);
    const covariances = new Float64Array(covarianceLength(kind, components, d));
    for (let k = 0; k < components; k++) {
      const share = this.#logs + k * n * 8;
      const isEmpty = !(masses[k]! > 1e-12 * total);
      if (isEmpty && before !== undefined) {
        means.set(before.means.subarray(k * d, (k + 1) * d), k * d);
        if (kind === "tied") continue;
        const size = covariances.length / components;
        covariances.set(before.covariances.subarray(k * size, (k + 1) * size), k * size);
        continue;
      }
      const [address, mass] = isEmpty ? [features.weights, total] : [share, masses[k]!];
      const mean = features.means(address, mass);
      means.set(mean, k * d);
      this.#addShape(covariances, kind, k, mean, address, kind === "tied" ? total : mass);
    }
    addFloor(covariances, kind, d, floor);
    const all = masses.reduce((sum, mass) => sum + Math.max(mass, 1e-12 * total), 0);
    const weights = masses.map((mass) => Math.max(mass, 1e-12 * total) / all);
    return { kind, nFeatures: d, weights, means, covariances };
  }

  #addShape(
    covariances: Float64Array,
    kind: CovarianceKind,
    k: number,
    mean: Float64Array,
    shares: number,
    mass: number,
  ): void {
    const d = mean.length;
    if (kind === "full" || kind === "tied") {
      const { G } = this.features.gram(mean, 0, shares);
      const at = kind === "full" ? k * d * d : 0;
      for (let f = 0; f < d; f++) {
        for (let g = 0; g <= f; g++) {
          const value = G[f * d + g]! / mass;
          covariances[at + f * d + g]! += value;
          if (f !== g) covariances[at + g * d + f]! += value;
        }
      }
      return;
    }
    const squares = this.features.squares(mean, shares);
    for (let f = 0; f < d; f++) {
      if (kind === "diagonal") covariances[k * d + f] = squares[f]! / mass;
      else covariances[k]! += squares[f]! / mass / d;
    }
  }
}

function addFloor(covariances: Float64Array, kind: CovarianceKind, d: number, floor: number): void {
  const isMatrix = kind === "full" || kind === "tied";
  for (let at = 0; at < covariances.length; at++) {
    if (!isMatrix || Math.floor((at % (d * d)) / d) === at % d) covariances[at]! += floor;
  }
}
