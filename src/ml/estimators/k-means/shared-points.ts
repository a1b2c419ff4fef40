import type { Matrix } from "../../frame/matrix.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { featureMeans } from "../linear-algebra/gram.ts";

const mostParts = 32;
/** What the centres' changes of all parts may take. */
const mostDeltaBytes = 1 << 26;

/** Rows [from, to), the address of what they give and of memory to work in. */
export interface PointRange {
  readonly from: number;
  readonly to: number;
  readonly result: number;
  readonly scratch: number;
}

/**
 * Samples as rows of float32 about the features' means, in memory that kernels and threads share, with what k-means keeps
 * of each. Ranges of rows are fixed by the shape alone and added in order, so that threads never change a bit.
 */
export class SharedPoints {
  readonly kernel: TrainingKernel;
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly nCentres: number;
  /** Values from one row to the next, a multiple of 4; what is beyond the features is 0. */
  readonly stride: number;
  /** Centres that lie across: `nCentres`, rounded up to whole vectors. */
  readonly width: number;
  /** (nFeatures): what was taken off the rows. */
  readonly means: Float64Array;
  /** (nSamples) or undefined if all are 1. */
  readonly weight: Float64Array | undefined;
  readonly ranges: readonly PointRange[];
  /** Addresses. */
  readonly rows: number;
  readonly weights: number;
  readonly nearest: number;
  readonly clusters: number;
  readonly upper: number;
  readonly lower: number;
  readonly own: number;
  readonly across: number;
  readonly centres: number;
  readonly drift: number;
  readonly half: number;

  constructor(X: Matrix, weight: Float64Array | undefined, nCentres: number, team: ThreadTeam | undefined) {
    const { nSamples: n, nFeatures: d } = X;
    [this.nSamples, this.nFeatures, this.nCentres, this.weight] = [n, d, nCentres, weight];
    this.stride = Math.max(4, Math.ceil(d / 4) * 4);
    this.width = Math.max(4, Math.ceil(nCentres / 4) * 4);
    const delta = nCentres * (this.stride + 1) * 8 + 8;
    const result = Math.max(delta, this.width * 8);
    const affordable = Math.max(1, Math.floor(mostDeltaBytes / result));
    const parts = Math.max(1, Math.min(mostParts, affordable, Math.ceil(n / 2048)));
    const k = nCentres * 4;
    const sizes = [
      ...[n * this.stride * 4, weight === undefined ? 0 : n * 8, n * 4, n * 4, n * 4, n * 4],
      ...[k * this.stride, this.width * Math.max(1, d) * 4, 2 * k * this.stride, 2 * k, k],
    ];
    const partSizes = Array.from({ length: parts }, () => [result, this.width * 4]);
    const all = [...sizes, ...partSizes.flat()];
    this.kernel = new TrainingKernel(
      all.reduce((sum, size) => sum + TrainingKernel.bytesFor(size), 0),
      team,
    );
    const taken = sizes.map((size) => this.kernel.take(size));
    [this.rows, this.weights, this.nearest, this.clusters, this.upper, this.lower] = taken as Addresses;
    [this.own, this.across, this.centres, this.drift, this.half] = taken.slice(6) as Addresses;
    if (weight === undefined) this.weights = 0;
    else this.kernel.float64(this.weights, n).set(weight);
    const length = Math.ceil(n / parts);
    this.ranges = partSizes.map(([result, scratch], p) => ({
      from: Math.min(n, p * length),
      to: Math.min(n, (p + 1) * length),
      result: this.kernel.take(result!),
      scratch: this.kernel.take(scratch!),
    }));
    this.means = featureMeans(X, weight);
    this.#fill(X);
  }

  /** The values of one row, without padding. */
  row(i: number): Float32Array {
    return this.kernel.float32(this.rows + i * this.stride * 4, this.nFeatures);
  }

  /** Writes centres, (nCentres, stride), in all three forms that kernels read. */
  placeCentres(centres: Float64Array): void {
    this.kernel.float64(this.centres, centres.length).set(centres);
    this.kernel.float32(this.own, centres.length).set(centres);
    this.placeAcross(centres, this.nCentres, this.width);
  }

  /** Writes the first `count` rows of `values`, `stride` apart, across; what is beyond them is far off. */
  placeAcross(values: ArrayLike<number>, count: number, width: number): void {
    const across = this.kernel.float32(this.across, width * this.nFeatures);
    for (let f = 0; f < this.nFeatures; f++) {
      for (let k = 0; k < width; k++) across[f * width + k] = k < count ? values[k * this.stride + f]! : 1e15;
    }
  }

  #fill({ values, nSamples: n, nFeatures: d }: Matrix): void {
    const rows = this.kernel.float32(this.rows, n * this.stride);
    // In blocks of rows, so that what is written stays in the cache until its last feature has come.
    for (let from = 0; from < n; from += 256) {
      const to = Math.min(n, from + 256);
      for (let f = 0; f < d; f++) {
        const mean = this.means[f]!;
        for (let i = from, at = from * this.stride + f; i < to; i++, at += this.stride) {
          rows[at] = values[f * n + i]! - mean;
        }
      }
    }
  }
}

type Addresses = [number, number, number, number, number, number];
