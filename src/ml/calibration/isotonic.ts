import { fail } from "../../errors/index.ts";
import { modelFields } from "../estimators/model-fields.ts";
import { type Calibration, type CalibrationSamples, type Calibrator, sortedSamples } from "./calibrator.ts";

/**
 * The rising curve that fits best in the least squares sense: steps joined by lines, flat outside of the scores seen. It can take any
 * rising shape, so it wants about a thousand samples or more. Scores that it makes equal are ties to a ranking.
 * @see Zadrozny, Elkan, Transforming classifier scores into accurate multiclass probability estimates (2002); Ayer et al. (1955): pool adjacent violators
 * @example isotonicCalibration.fit(Float64Array.of(0.1, 0.4, 0.6, 0.9), [0, 1, 0, 1]).probability(0.5) // 0.5
 */
export const isotonicCalibration: Calibration = {
  name: "isotonic",
  fit: (scores, positive, weight) =>
    isotonicCalibrator(...pooled(sortedSamples("isotonicCalibration", scores, positive, weight))),
  load(data) {
    const fields = modelFields("isotonicCalibration", data);
    fields.choice("method", ["isotonic"]);
    const points = fields.integer("points", 1, 100_000_000);
    const scores = fields.doubles("scores", points);
    const probabilities = fields.doubles("probabilities", points);
    fields.end();
    const odd = scores.findIndex((score, i) => i > 0 && !(score > scores[i - 1]!));
    if (odd >= 0) throw corrupt(`scores[${odd}]`, "a score above the one before", scores[odd]!);
    probabilities.forEach((p, i) => {
      if (!(p >= (probabilities[i - 1] ?? 0) && p <= 1)) throw corrupt(`probabilities[${i}]`, "rising from 0 to 1", p);
    });
    return isotonicCalibrator(scores, probabilities);
  },
};

function isotonicCalibrator(scores: Float64Array, probabilities: Float64Array): Calibrator {
  const last = scores.length - 1;
  return {
    probability(score) {
      if (!(score > scores[0]!)) return probabilities[0]!;
      if (score >= scores[last]!) return probabilities[last]!;
      let [low, high] = [0, last];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (scores[middle]! <= score) low = middle;
        else high = middle;
      }
      const [from, to] = [probabilities[low]!, probabilities[high]!];
      // halves, as the distance of two large scores may be infinite
      const share = (score / 2 - scores[low]! / 2) / (scores[high]! / 2 - scores[low]! / 2);
      return Math.min(to, from + (to - from) * share);
    },
    toData: () => ({ method: "isotonic", points: scores.length, scores, probabilities }),
  };
}

/** Pools neighbours until their means rise. @returns the curve's corners: scores and probabilities */
function pooled(samples: CalibrationSamples): [Float64Array, Float64Array] {
  const { scores, hits, weight } = withoutTies(samples);
  const n = scores.length;
  // Blocks as a stack: a block that isn't above the one before joins it.
  const [ends, sums, masses] = [new Int32Array(n), new Float64Array(n), new Float64Array(n)];
  let blocks = 0;
  for (let i = 0; i < n; i++) {
    let [sum, mass] = [hits[i]!, weight[i]!];
    while (blocks > 0 && sums[blocks - 1]! * mass >= sum * masses[blocks - 1]!) {
      blocks--;
      sum += sums[blocks]!;
      mass += masses[blocks]!;
    }
    [ends[blocks], sums[blocks], masses[blocks]] = [i + 1, sum, mass];
    blocks++;
  }
  const corners: [number, number][] = [];
  for (let k = 0; k < blocks; k++) {
    const from = k === 0 ? 0 : ends[k - 1]!;
    const p = Math.min(1, Math.max(corners.at(-1)?.[1] ?? 0, sums[k]! / masses[k]!));
    corners.push([scores[from]!, p]);
    if (ends[k]! - 1 > from) corners.push([scores[ends[k]! - 1]!, p]);
  }
  return [Float64Array.from(corners, ([score]) => score), Float64Array.from(corners, ([, p]) => p)];
}

/** Equal scores become one sample of their joint weight. */
function withoutTies({ scores, positive, weight }: CalibrationSamples) {
  const distinct: number[] = [];
  const hits: number[] = [];
  const masses: number[] = [];
  scores.forEach((score, i) => {
    if (score !== distinct.at(-1)) {
      distinct.push(score);
      hits.push(0);
      masses.push(0);
    }
    hits[hits.length - 1]! += weight[i]! * positive[i]!;
    masses[masses.length - 1]! += weight[i]!;
  });
  return { scores: distinct, hits, weight: masses };
}

function corrupt(where: string, expected: string, got: number): Error {
  return fail("ML_MODEL_CORRUPT", { where: `isotonicCalibration.${where}`, expected, got: `${got}` });
}
