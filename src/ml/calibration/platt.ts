import { modelFields } from "../estimators/model-fields.ts";
import { exp, log, log1p, sigmoid } from "../kernels/math.ts";
import { type Calibration, type CalibrationSamples, type Calibrator, sortedSamples } from "./calibrator.ts";

const MOST_STEPS = 100;
const LEAST_GRADIENT = 1e-11;
const SHORTEST_STEP = 1e-12;

/**
 * Platt's sigmoid: log odds = slope * score + intercept, by maximum likelihood on targets a little inside 0 and 1. Two numbers, so few
 * samples are enough; right where the log odds are bent like a line. Scores should be log odds or margins.
 * @see Platt, Probabilistic outputs for support vector machines (1999)
 * @see Lin, Lin, Weng, A note on Platt's probabilistic outputs (2007)
 * @example plattCalibration.fit(Float64Array.of(-1, 0, 1, 2), [0, 1, 0, 1]).probability(0.5)
 */
export const plattCalibration: Calibration = {
  name: "platt",
  fit: (scores, positive, weight) => {
    const samples = sortedSamples("plattCalibration", scores, positive, weight);
    return plattCalibrator(...likeliestLine(samples));
  },
  load(data) {
    const fields = modelFields("plattCalibration", data);
    fields.choice("method", ["platt"]);
    const [slope = 0, intercept = 0] = fields.doubles("line", 2);
    fields.end();
    return plattCalibrator(Math.max(0, slope), intercept);
  },
};

function plattCalibrator(slope: number, intercept: number): Calibrator {
  return {
    // an infinite score times a slope of 0 says nothing
    probability: (score) => sigmoid(slope === 0 ? intercept : slope * score + intercept),
    toData: () => ({ method: "platt", line: Float64Array.of(slope, intercept) }),
  };
}

/** Newton's method over scores of mean 0 and spread 1. A line that would fall is laid flat: it would turn the order round. */
function likeliestLine({ scores, positive, weight }: CalibrationSamples): [number, number] {
  let [mass, sum, squares] = [0, 0, 0];
  const top = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0) || 1;
  scores.forEach((score, i) => {
    mass += weight[i]!;
    sum += weight[i]! * (score / top);
  });
  const mean = sum / mass;
  scores.forEach((score, i) => {
    squares += weight[i]! * (score / top - mean) ** 2;
  });
  const spread = Math.sqrt(squares / mass) || 1;
  const x = scores.map((score) => (score / top - mean) / spread);
  const { targets, odds } = smoothedTargets(positive, weight);
  const [slope, intercept] = newton(x, targets, weight, mass, odds);
  if (!(slope > 0) || squares === 0) return [0, odds];
  return [slope / spread / top, intercept - (slope * mean) / spread];
}

/** Platt's targets: (n + 1) / (n + 2) of the positive, 1 / (n + 2) of the negative; and the log odds of their mean. */
function smoothedTargets(positive: Uint8Array, weight: Float64Array): { targets: Float64Array; odds: number } {
  let [of1, of0] = [0, 0];
  positive.forEach((one, i) => {
    if (one === 1) of1 += weight[i]!;
    else of0 += weight[i]!;
  });
  const [high, low] = [(of1 + 1) / (of1 + 2), 1 / (of0 + 2)];
  const mean = (of1 * high + of0 * low) / (of1 + of0);
  return { targets: Float64Array.from(positive, (one) => (one === 1 ? high : low)), odds: log(mean / (1 - mean)) };
}

function newton(
  x: Float64Array,
  targets: Float64Array,
  weight: Float64Array,
  mass: number,
  odds: number,
): [number, number] {
  let [a, b] = [0, odds];
  let loss = lossOf(x, targets, weight, a, b);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { ga, gb, haa, hab, hbb } = derivatives(x, targets, weight, a, b);
    if (Math.max(Math.abs(ga), Math.abs(gb)) < LEAST_GRADIENT * mass) break;
    const determinant = haa * hbb - hab * hab;
    const [da, db] = [-(hbb * ga - hab * gb) / determinant, -(haa * gb - hab * ga) / determinant];
    const fall = ga * da + gb * db;
    // so near the bottom that rounding hides the descent
    if (-fall <= 1e-15 * loss) return [a + da, b + db];
    let length = 1;
    let next = lossOf(x, targets, weight, a + da, b + db);
    while (!(next <= loss + 1e-4 * length * fall) && length > SHORTEST_STEP) {
      length /= 2;
      next = lossOf(x, targets, weight, a + length * da, b + length * db);
    }
    if (length <= SHORTEST_STEP) break;
    [a, b, loss] = [a + length * da, b + length * db, next];
  }
  return [a, b];
}

function lossOf(x: Float64Array, targets: Float64Array, weight: Float64Array, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const score = a * x[i]! + b;
    sum += weight[i]! * (Math.max(score, 0) - targets[i]! * score + log1p(exp(-Math.abs(score))));
  }
  return sum;
}

/** The small number on the diagonal keeps a step finite where all probabilities are 0 or 1. */
function derivatives(x: Float64Array, targets: Float64Array, weight: Float64Array, a: number, b: number) {
  let [ga, gb, haa, hab, hbb] = [0, 0, 1e-12, 0, 1e-12];
  for (let i = 0; i < x.length; i++) {
    const p = sigmoid(a * x[i]! + b);
    const d = weight[i]! * (p - targets[i]!);
    const h = weight[i]! * p * (1 - p);
    ga += d * x[i]!;
    gb += d;
    haa += h * x[i]! * x[i]!;
    hab += h * x[i]!;
    hbb += h;
  }
  return { ga, gb, haa, hab, hbb };
}
