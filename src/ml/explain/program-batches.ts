import type { Ensemble } from "../estimators/trees/ensemble.ts";
import type { Matrix } from "../frame/matrix.ts";
import type { PredictingKernel } from "../kernels/predicting-kernel.ts";
import { TreeCompiler, type TreeProgram } from "./tree-program.ts";

/** Contributions to the sums of an ensemble's leaves, before anything is made of these sums. */
export interface TreeContributions {
  /** (outputs): what the trees add up to where nothing is known of a row. */
  readonly expected: Float64Array;
  /** (nSamples, nFeatures, outputs) row-major. */
  readonly contributions: Float64Array;
}

/** Trees that fit into memory together. */
export interface Batch {
  readonly entries: readonly { readonly program: TreeProgram; readonly output: number }[];
  /** Whether these are all trees, so that they are worth keeping. */
  readonly isAll: boolean;
}

/** Programs of so many bytes are in memory at a time. */
const PROGRAM_BYTES = 64 * 1024 * 1024;

/**
 * The programs of an ensemble, batch by batch.
 * @param means (outputs): the trees' means over the training rows are added to it
 * @throws ML_NOT_EXPLAINABLE
 */
export function* programBatches(ensemble: Ensemble, isWeighed: boolean, means: Float64Array): Generator<Batch> {
  const { roots, outputs, vectors } = ensemble;
  const compiler = new TreeCompiler(ensemble, isWeighed);
  const all = Array.from({ length: outputs }, (_, k) => k);
  let entries: Batch["entries"][number][] = [];
  let bytes = 0;
  let isFirst = true;
  for (let tree = 0; tree + 1 < roots.length; tree++) {
    for (const output of vectors === null ? [tree % outputs] : all) {
      const { mean, program } = compiler.compile(tree, output);
      means[output]! += mean;
      if (program === null) continue;
      if (bytes + program.words.byteLength > PROGRAM_BYTES && entries.length > 0) {
        yield { entries, isAll: false };
        [entries, bytes, isFirst] = [[], 0, false];
      }
      entries.push({ program, output });
      bytes += program.words.byteLength;
    }
  }
  yield { entries, isAll: isFirst };
}

/** Bytes of the arrays that `writePrograms` takes. */
export function programSizes({ entries }: Batch): number[] {
  return [entries.length * 16, ...entries.map(({ program }) => program.words.byteLength)];
}

/**
 * Writes a batch's programs and the table of them: four words a tree.
 * @param rule address and number of a tree's knots
 * @returns the table's address
 */
export function writePrograms(
  kernel: PredictingKernel,
  { entries }: Batch,
  rule: (program: TreeProgram) => readonly [number, number],
): number {
  const table = kernel.take(entries.length * 16);
  const words = kernel.uint32(table, entries.length * 4);
  entries.forEach(({ program, output }, i) => {
    const at = kernel.take(program.words.byteLength);
    kernel.uint32(at, program.words.length).set(program.words);
    words.set([at, ...rule(program), output], i * 4);
  });
  return table;
}

/**
 * Values of feature f in rows [from, from + n) of X; levels become bins, as in prediction.
 * @param target value i goes to `i * step`
 */
export function writeFeature(
  target: Float32Array,
  step: number,
  { categories }: Ensemble,
  X: Matrix,
  f: number,
  from: number,
  n: number,
): void {
  const binOf = categories[f]!;
  const source = X.values.subarray(f * X.nSamples + from, f * X.nSamples + from + n);
  if (binOf === null && step === 1) {
    target.set(source);
    return;
  }
  for (let i = 0; i < n; i++) {
    const code = source[i]!;
    target[i * step] = binOf === null ? code : code >= 0 && code < binOf.length ? binOf[Math.floor(code)]! : 0;
  }
}
