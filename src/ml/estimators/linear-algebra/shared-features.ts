import type { Matrix } from "../../frame/matrix.ts";
import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { checkValues } from "../check-fit.ts";

/** Rows that the kernels centre together; ranges of rows begin at multiples of it. */
const block = 256;
const mostParts = 16;
/** Values of a column that are copied and then added up while they are in the cache. */
const chunk = 8192;
/** What the Gram matrices of all parts may take. */
const mostGramBytes = 1 << 26;

/** What else will be taken from the kernel's memory. */
export interface SharedFeaturesOptions {
  readonly team?: ThreadTeam | undefined;
  /** Bytes of the arrays that the caller takes. */
  readonly extra?: readonly number[];
  /** Whether Gram matrices will be asked for: they need memory for each part. */
  readonly gram?: boolean;
  /** Whose fit reads X, where nobody has checked yet that its values are finite. */
  readonly unchecked?: string;
}

/**
 * X in memory that the kernels and all threads of a team see, with sums over its rows. Ranges of rows are fixed by the
 * shape alone and their sums are added in order, so that threads never change a bit.
 */
export class SharedFeatures {
  readonly kernel: TrainingKernel;
  readonly nSamples: number;
  readonly nFeatures: number;
  /** Address of X: column-major float32, columns `pitch` values apart. */
  readonly x: number;
  readonly pitch: number;
  /** Address of the weights in doubles, 0 where all are 1. */
  readonly weights: number;
  /** Σ weight. */
  readonly total: number;
  readonly #parts: readonly { readonly from: number; readonly to: number }[];
  readonly #centre: number;
  readonly #sums: number;
  readonly #grams: number;
  readonly #scratch: number;
  readonly #columnSums: Float64Array;

  /**
   * @param weight (nSamples), undefined if all are 1
   * @throws ML_VALUE_NOT_FINITE where X is unchecked
   */
  constructor(X: Matrix, weight: Float64Array | undefined, options: SharedFeaturesOptions = {}) {
    const { nSamples: n, nFeatures: d } = X;
    this.nSamples = n;
    this.nFeatures = d;
    // A row to spare, since pairs of rows are read; odd where n is, so that columns are copied by words and not by bytes.
    this.pitch = n + 2 * (n & 1);
    this.#parts = rangesOf(n, partsOf(n, options.gram === true ? d : 0));
    const parts = this.#parts.length;
    const gram = options.gram === true ? parts : 0;
    const sizes = [d * this.pitch * 4, weight === undefined ? 0 : n * 8, d * 8, parts * d * 8];
    const gramSizes = [gram * d * d * 8, gram * 2 * d * block * 8];
    const all = [...sizes, ...gramSizes, ...(options.extra ?? [])];
    this.kernel = new TrainingKernel(
      all.reduce((sum, size) => sum + TrainingKernel.bytesFor(size), 0),
      options.team,
    );
    const [x, weights, centre, sums, grams, scratch] = [...sizes, ...gramSizes].map((size) => this.kernel.take(size));
    this.x = x!;
    this.weights = weight === undefined ? 0 : weights!;
    this.#centre = centre!;
    this.#sums = sums!;
    this.#grams = grams!;
    this.#scratch = scratch!;
    if (weight !== undefined) this.kernel.float64(this.weights, n).set(weight);
    this.total = weight === undefined ? n : weight.reduce((sum, one) => sum + one, 0);
    this.#columnSums = this.#read(X);
    // A sum has no end if one of its values hasn't; the slow search for that value is for those who need its name.
    if (options.unchecked !== undefined && !this.#columnSums.every(Number.isFinite)) checkValues(options.unchecked, X);
  }

  /** Weighted mean of every feature: (nFeatures). @param weights address of other weights @param total their sum */
  means(weights = this.weights, total = this.total): Float64Array {
    // float32 values leave doubles 29 bits to spare: sums of millions of them lose nothing that matters
    const sums = weights === this.weights ? this.#columnSums : this.#sum("sumFeatures", 0, weights);
    return sums.map((sum) => sum / total);
  }

  /** Weighted sum of squares about the means, of every feature. */
  squares(means: Float64Array, weights = this.weights): Float64Array {
    this.kernel.float64(this.#centre, this.nFeatures).set(means);
    return this.#sum("sumSquares", this.#centre, weights);
  }

  /**
   * Xcᵀ W Xc of the centred features Xc = X - means: (nFeatures, nFeatures) row-major, lower triangle; and Xcᵀ W y where
   * `y` is the address of (nSamples) doubles. Centring comes before the products, so that large means cost no digits.
   */
  gram(means: Float64Array, y = 0, weights = this.weights): { G: Float64Array; c: Float64Array } {
    const d = this.nFeatures;
    this.kernel.float64(this.#centre, d).set(means);
    const args = this.#parts.map(({ from, to }, p) => {
      const [out, outY] = [this.#grams + p * d * d * 8, this.#sums + p * d * 8];
      const scratch = this.#scratch + p * 2 * d * block * 8;
      return [this.x, this.pitch, d, this.#centre, weights, y, from, to, out, outY, scratch];
    });
    this.kernel.each("gramRows", args);
    return {
      G: this.#added(this.#grams, d * d),
      c: y === 0 ? new Float64Array(d) : this.#added(this.#sums, d),
    };
  }

  /** Copies X by chunks of its columns, each added up at once. @returns the columns' weighted sums */
  #read({ values, nSamples: n, nFeatures: d }: Matrix): Float64Array {
    const sums = new Float64Array(d);
    const target = this.kernel.float32(this.x, d * this.pitch);
    const part = this.kernel.float64(this.#sums, d);
    const columns = Math.max(1, Math.floor(chunk / n));
    for (let f = 0; f < d; f += columns) {
      const [x, count] = [this.x + f * this.pitch * 4, Math.min(columns, d - f)];
      for (let from = 0; from < n; from += chunk) {
        const to = Math.min(n, from + chunk);
        for (let g = f; g < f + count; g++) {
          target.set(values.subarray(g * n + from, g * n + to), g * this.pitch + from);
        }
        this.kernel.call.sumFeatures(x, this.pitch, count, 0, this.weights, from, to, this.#sums);
        for (let g = 0; g < count; g++) sums[f + g]! += part[g]!;
      }
    }
    return sums;
  }

  #sum(name: "sumFeatures" | "sumSquares", centre: number, weights: number): Float64Array {
    const d = this.nFeatures;
    const args = this.#parts.map(({ from, to }, p) => {
      return [this.x, this.pitch, d, centre, weights, from, to, this.#sums + p * d * 8];
    });
    this.kernel.each(name, args);
    return this.#added(this.#sums, d);
  }

  #added(address: number, length: number): Float64Array {
    const sum = new Float64Array(length);
    for (let p = 0; p < this.#parts.length; p++) {
      const part = this.kernel.float64(address + p * length * 8, length);
      for (let i = 0; i < length; i++) sum[i]! += part[i]!;
    }
    return sum;
  }
}

function partsOf(nSamples: number, gramFeatures: number): number {
  const affordable = gramFeatures === 0 ? mostParts : Math.floor(mostGramBytes / (8 * gramFeatures * gramFeatures));
  return Math.max(1, Math.min(mostParts, Math.max(2, affordable), Math.ceil(nSamples / 4096)));
}

function rangesOf(nSamples: number, parts: number): { from: number; to: number }[] {
  const length = Math.ceil(nSamples / parts / block) * block;
  return Array.from({ length: Math.ceil(nSamples / length) }, (_, p) => ({
    from: p * length,
    to: Math.min(nSamples, (p + 1) * length),
  }));
}
