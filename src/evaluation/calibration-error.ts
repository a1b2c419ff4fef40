import type { ClassTarget, Estimate, Predictions } from "../ml/index.ts";

const bins = 10;
/** 97.5 % point of the normal distribution: a 95 % interval. */
const z = 1.959963984540054;

/**
 * The expected calibration error: mean over rows of |mean probability - share that came true|, within ten bins of equal
 * width. Even a perfectly calibrated model shows such gaps by chance, more so the fewer the rows; the variance that chance
 * gives is taken out of each bin's squared gap first. The interval is normal, from the same variances.
 * @param positive class whose probability is judged; null: the likeliest class of each row
 * @see Guo et al. 2017, On Calibration of Modern Neural Networks; Kumar et al. 2019, Verified Uncertainty Calibration
 */
export function calibrationError(y: ClassTarget, predictions: Predictions, positive: number | null): Estimate {
  const nSamples = y.codes.length;
  if (nSamples === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  let [value, variance] = [0, 0];
  for (const { rows, hits, gap, chance } of binned(y, predictions, positive)) {
    if (rows === 0) continue;
    // What came counts too: of probabilities 0 and 1 alone, chance would have no variance at all.
    const spread = Math.max(chance / rows, (hits / rows) * (1 - hits / rows)) / rows;
    value += (rows / nSamples) * Math.sqrt(Math.max(0, (gap / rows) ** 2 - spread));
    variance += (rows / nSamples) ** 2 * spread;
  }
  const reach = z * Math.sqrt(variance);
  return { value, low: Math.max(0, value - reach), high: Math.min(1, value + reach) };
}

interface Bin {
  rows: number;
  /** Rows of which it came true. */
  hits: number;
  /** Sum of probability said - 1 if it came true. */
  gap: number;
  /** Variance of that sum if the probabilities are right. */
  chance: number;
}

function binned({ codes }: ClassTarget, { probabilities, nClasses }: Predictions, positive: number | null): Bin[] {
  const all = Array.from({ length: bins }, (): Bin => ({ rows: 0, hits: 0, gap: 0, chance: 0 }));
  for (let i = 0; i < codes.length; i++) {
    const row = probabilities!.subarray(i * nClasses, (i + 1) * nClasses);
    const judged = positive ?? row.indexOf(Math.max(...row));
    const said = row[judged]!;
    const bin = all[Math.min(bins - 1, Math.max(0, Math.floor(said * bins)))]!;
    const hit = codes[i] === judged ? 1 : 0;
    bin.rows++;
    bin.hits += hit;
    bin.gap += said - hit;
    bin.chance += said * (1 - said);
  }
  return all;
}
