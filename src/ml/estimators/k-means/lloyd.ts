import type { SharedPoints } from "./shared-points.ts";

/** What an iteration needs of those before it, beside the rows' own clusters and bounds. */
export interface Centres {
  /** (nCentres, stride) as they stand. */
  readonly positions: Float64Array;
  /** (nCentres, stride) weighted sums of their rows. */
  readonly sums: Float64Array;
  /** (nCentres) weights of their rows. */
  readonly masses: Float64Array;
}

export interface LloydOptions {
  readonly maxIterations: number;
  /** Ends once the centres' squared movement is at most this. */
  readonly tolerance: number;
  /** Called before each iteration with what it starts from; may throw to stop. */
  readonly beforeIteration: (iteration: number, centres: Centres) => void;
}

/** Beyond this many centres their distances to one another cost more than they spare. */
const mostCompared = 1024;

/** All rows to their nearest centre, from nothing. @param start (nCentres, stride) */
export function assignAll(points: SharedPoints, start: Float64Array): Centres {
  const { kernel, nSamples, nCentres } = points;
  const positions = start.slice();
  const centres = { positions, sums: new Float64Array(positions.length), masses: new Float64Array(nCentres) };
  kernel.int32(points.clusters, nSamples).fill(-1);
  points.placeCentres(positions);
  reassign(points, centres);
  return centres;
}

/**
 * Lloyd's iterations, skipping rows whose bounds prove that their centre stays the nearest. A cluster that loses all its
 * rows takes the row farthest from its own centre. Changes `centres`.
 * @param first the iteration to go on with
 * @see Hamerly 2010, "Making k-means even faster"
 */
export function lloyd(points: SharedPoints, centres: Centres, options: LloydOptions, first = 0): void {
  for (let iteration = first; iteration < options.maxIterations; iteration++) {
    options.beforeIteration(iteration, centres);
    fillEmpty(points, centres);
    const squared = moveCentres(points, centres);
    const changed = reassign(points, centres);
    if (changed === 0 || squared <= options.tolerance) break;
  }
}

/** Σ weight · squared distance to the nearest centre. */
export function inertiaOf(points: SharedPoints): number {
  const { kernel, rows, stride, clusters, weights, centres } = points;
  kernel.each(
    "inertiaRows",
    points.ranges.map(({ from, to, result }) => [rows, stride, clusters, weights, centres, from, to, result]),
  );
  return points.ranges.reduce((sum, { result }) => sum + kernel.float64(result, 1)[0]!, 0);
}

/** Moves each centre to the mean of its rows; returns the squared movement of all. */
function moveCentres(points: SharedPoints, { positions, sums, masses }: Centres): number {
  const { kernel, nCentres, stride } = points;
  const before = kernel.float32(points.own, positions.length).slice();
  let squared = 0;
  for (let at = 0; at < positions.length; at++) {
    const mass = masses[Math.floor(at / stride)]!;
    const next = mass > 0 ? sums[at]! / mass : positions[at]!;
    squared += (next - positions[at]!) ** 2;
    positions[at] = next;
  }
  points.placeCentres(positions);
  // Kernels see rounded centres: it is those whose movement the bounds must cover.
  const after = kernel.float32(points.own, positions.length);
  const moved = Float64Array.from({ length: nCentres }, (_, k) =>
    distance(before, k * stride, after, k * stride, stride),
  );
  writeDrift(points, moved);
  writeHalves(points, after);
  return squared;
}

/** How far each centre moved, and how far the farthest of the others did: rounded up. */
function writeDrift({ kernel, drift, nCentres }: SharedPoints, moved: Float64Array): void {
  const view = kernel.float32(drift, 2 * nCentres);
  let [farthest, next] = [0, 0];
  for (let k = 1; k < nCentres; k++) if (moved[k]! > moved[farthest]!) farthest = k;
  for (let k = 0; k < nCentres; k++) if (k !== farthest) next = Math.max(next, moved[k]!);
  for (let k = 0; k < nCentres; k++) {
    view[k] = moved[k]! * (1 + 1e-6);
    view[nCentres + k] = (k === farthest ? next : moved[farthest]!) * (1 + 1e-6);
  }
}

/** Half the distance from each centre to the nearest other, rounded down: a row within it can belong to no other. */
function writeHalves({ kernel, half, nCentres, stride }: SharedPoints, centres: Float32Array): void {
  const halves = kernel.float32(half, nCentres);
  if (nCentres > mostCompared) return;
  const nearest = new Float64Array(nCentres).fill(Number.POSITIVE_INFINITY);
  for (let k = 0; k < nCentres; k++) {
    for (let j = 0; j < k; j++) {
      const between = distance(centres, k * stride, centres, j * stride, stride);
      if (between < nearest[k]!) nearest[k] = between;
      if (between < nearest[j]!) nearest[j] = between;
    }
  }
  // one centre alone has no other: every row is its own
  nearest.forEach((between, k) => {
    halves[k] = Math.min(1e18, (between / 2) * (1 - 1e-5));
  });
}

/** Rows to their nearest centres, sums and masses with them; returns how many rows changed. */
function reassign(points: SharedPoints, { sums, masses }: Centres): number {
  const { kernel, rows, stride, nFeatures, own, across, width, nCentres, ranges } = points;
  const slack = 1e-6 + 6e-8 * nFeatures;
  const parts = ranges.map(({ from, to, result, scratch }) => [
    ...[rows, stride, nFeatures, own, across, width, nCentres, points.drift, points.half, slack],
    ...[points.clusters, points.upper, points.lower, points.weights, from, to, result, scratch],
  ]);
  kernel.each("assignRows", parts);
  let changed = 0;
  for (const { result } of ranges) {
    const delta = kernel.float64(result, sums.length + nCentres + 1);
    for (let at = 0; at < sums.length; at++) sums[at]! += delta[at]!;
    for (let k = 0; k < nCentres; k++) masses[k]! += delta[sums.length + k]!;
    changed += delta[sums.length + nCentres]!;
  }
  return changed;
}

/** Gives a cluster without weight the row that is farthest from its own centre, if any is apart from it. */
function fillEmpty(points: SharedPoints, { positions, sums, masses }: Centres): void {
  const { kernel, nSamples, stride, nCentres, weight } = points;
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  if (masses.every((mass) => mass > 1e-9 * total)) return;
  const clusters = kernel.int32(points.clusters, nSamples);
  const rows = kernel.float32(points.rows, nSamples * stride);
  const count = new Uint32Array(nCentres);
  for (let i = 0; i < nSamples; i++) if ((weight?.[i] ?? 1) > 0) count[clusters[i]!]!++;
  for (let k = 0; k < nCentres; k++) {
    if (count[k]! > 0) continue;
    // what is left of its sums is the rounding of rows that came and went
    sums.fill(0, k * stride, (k + 1) * stride);
    masses[k] = 0;
    let [farthest, most] = [-1, 0];
    for (let i = 0; i < nSamples; i++) {
      const from = clusters[i]!;
      if (!((weight?.[i] ?? 1) > 0) || count[from]! < 2) continue;
      const apart = distance(rows, i * stride, positions, from * stride, stride);
      if (apart > most) [farthest, most] = [i, apart];
    }
    if (farthest < 0) return;
    const [from, one] = [clusters[farthest]!, weight?.[farthest] ?? 1];
    for (let f = 0; f < stride; f++) {
      const moved = one * rows[farthest * stride + f]!;
      sums[from * stride + f]! -= moved;
      sums[k * stride + f]! += moved;
    }
    masses[from]! -= one;
    masses[k]! += one;
    count[from]!--;
    count[k]!++;
    clusters[farthest] = k;
    // it is its centre's only row; nothing is known of the others
    kernel.float32(points.upper, nSamples)[farthest] = most;
    kernel.float32(points.lower, nSamples)[farthest] = 0;
  }
}

function distance(
  a: Float32Array,
  aFrom: number,
  b: Float32Array | Float64Array,
  bFrom: number,
  length: number,
): number {
  let sum = 0;
  for (let f = 0; f < length; f++) {
    const difference = a[aFrom + f]! - b[bFrom + f]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
