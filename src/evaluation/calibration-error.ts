import { type ClassTarget, type Estimate, type Predictions, quantileOfSorted, random } from "../ml/index.ts";

const bins = 10;
const rowDraws = 5e6;

/**
 * The expected calibration error: mean over rows of |mean probability - share that came true| within ten bins of equal
 * width, with a basic bootstrap interval (which, unlike the percentile one, undoes the estimate's upward bias).
 * @param positive class whose probability is judged; null: the likeliest class of each row
 * @see Guo et al. 2017, On Calibration of Modern Neural Networks
 */
export function calibrationError(
  y: ClassTarget,
  predictions: Predictions,
  positive: number | null,
  seed: number,
): Estimate {
  const rows = saidAndCame(y, predictions, positive);
  const n = rows.said.length;
  if (n === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  const value = errorOf(rows, (i) => i);
  const stream = random(seed, "calibration");
  const resamples = Math.min(500, Math.max(100, Math.round(rowDraws / n)));
  const resampled = Float64Array.from({ length: resamples }, () => errorOf(rows, () => stream.integer(n))).sort();
  const mirrored = (share: number): number => 2 * value - quantileOfSorted(resampled, share);
  return {
    value,
    low: Math.max(0, Math.min(value, mirrored(0.975))),
    high: Math.min(1, Math.max(value, mirrored(0.025))),
  };
}

interface SaidAndCame {
  readonly said: Float64Array;
  readonly came: Uint8Array;
}

function saidAndCame(
  { codes }: ClassTarget,
  { probabilities, nClasses }: Predictions,
  positive: number | null,
): SaidAndCame {
  const said = new Float64Array(codes.length);
  const came = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const row = probabilities!.subarray(i * nClasses, (i + 1) * nClasses);
    const judged = positive ?? row.indexOf(Math.max(...row));
    said[i] = row[judged]!;
    came[i] = codes[i] === judged ? 1 : 0;
  }
  return { said, came };
}

function errorOf({ said, came }: SaidAndCame, rowAt: (i: number) => number): number {
  const gap = new Float64Array(bins);
  for (let i = 0; i < said.length; i++) {
    const row = rowAt(i);
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(said[row]! * bins)));
    gap[bin]! += said[row]! - came[row]!;
  }
  return gap.reduce((sum, one) => sum + Math.abs(one), 0) / said.length;
}
