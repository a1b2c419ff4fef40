import type { Matrix } from "../../frame/matrix.ts";
import type { ClassTarget, Target, ValueTarget } from "../../frame/target.ts";

/**
 * The F statistic of each feature against the target, over the rows in which the feature isn't missing: of classes, variance between
 * them over variance within them; of values, that of the linear regression on the feature. Infinite where the feature alone decides;
 * -1, below any F, where it or the target doesn't vary, or too few rows are left.
 * @returns (nFeatures)
 * @see scikit-learn's f_classif and f_regression, which compute the same
 */
export function fStatistics(X: Matrix, y: Target): Float64Array {
  const of = y.kind === "classes" ? classF : valueF;
  return Float64Array.from({ length: X.nFeatures }, (_, f) => {
    return of(X.values.subarray(f * X.nSamples, (f + 1) * X.nSamples), y as ClassTarget & ValueTarget);
  });
}

const none = -1;

function classF(x: Float32Array, { codes, classes }: ClassTarget): number {
  const counts = new Float64Array(classes.length);
  const means = new Float64Array(classes.length);
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]!)) continue;
    counts[codes[i]!]!++;
    means[codes[i]!]! += x[i]!;
  }
  let [rows, sum, groups] = [0, 0, 0];
  for (let k = 0; k < classes.length; k++) {
    if (counts[k] === 0) continue;
    groups++;
    rows += counts[k]!;
    sum += means[k]!;
    means[k]! /= counts[k]!;
  }
  if (groups < 2 || rows <= groups || isConstant(x)) return none;
  let [between, within] = [0, 0];
  for (let k = 0; k < classes.length; k++) between += counts[k]! * square(means[k]! - sum / rows);
  // About the class's own mean, and not as a difference of large sums, which large values would leave no digits of.
  for (let i = 0; i < x.length; i++) if (!Number.isNaN(x[i]!)) within += square(x[i]! - means[codes[i]!]!);
  return between / (groups - 1) / (within / (rows - groups));
}

function valueF(x: Float32Array, { values: y }: ValueTarget): number {
  let [rows, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]!)) continue;
    rows++;
    sumX += x[i]!;
    sumY += y[i]!;
  }
  if (rows <= 2 || isConstant(x)) return none;
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]!)) continue;
    const [a, b] = [x[i]! - sumX / rows, y[i]! - sumY / rows];
    xx += a * a;
    xy += a * b;
    yy += b * b;
  }
  const explained = (xy / xx) * (xy / yy);
  // y doesn't vary, or its squares overflow
  if (Number.isNaN(explained)) return none;
  return explained >= 1 ? Number.POSITIVE_INFINITY : (explained / (1 - explained)) * (rows - 2);
}

/** By its values: rounding leaves a constant a variance a little above 0, and an F of noise over noise. */
function isConstant(x: Float32Array): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < x.length; i++) {
    if (x[i]! < low) low = x[i]!;
    if (x[i]! > high) high = x[i]!;
  }
  return !(low < high);
}

function square(x: number): number {
  return x * x;
}
