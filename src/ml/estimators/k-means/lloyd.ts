import type { Random } from "../../random.ts";

/** Rows one after the other, (nSamples, nFeatures) float64, and their weights. */
export interface Points {
  readonly values: Float64Array;
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly weight: Float64Array;
}

export interface Clustering {
  /** (nClusters, nFeatures) row-major. */
  readonly centres: Float64Array;
  /** Σ weight · squared distance to the nearest centre. */
  readonly inertia: number;
}

/**
 * Seeds by greedy k-means++: each next centre is drawn in proportion to weight · squared distance, the best of
 * 2 + ⌊ln k⌋ draws is kept. @see Arthur & Vassilvitskii 2007
 */
export function seedCentres(points: Points, nClusters: number, draws: number, stream: Random): Float64Array {
  const { nSamples: n, nFeatures: d, values, weight } = points;
  const centres = new Float64Array(nClusters * d);
  let nearest: Float64Array = new Float64Array(n).fill(1);
  for (let k = 0; k < nClusters; k++) {
    let best: { row: number; distances: Float64Array; potential: number } | undefined;
    for (let attempt = 0; attempt < (k === 0 ? 1 : draws); attempt++) {
      const row = drawRow(nearest, weight, stream);
      const distances = new Float64Array(n);
      let potential = 0;
      for (let i = 0; i < n; i++) {
        const distance = squaredDistance(values, i * d, values, row * d, d);
        distances[i] = k === 0 ? distance : Math.min(nearest[i]!, distance);
        potential += weight[i]! * distances[i]!;
      }
      if (best === undefined || potential < best.potential) best = { row, distances, potential };
    }
    centres.set(values.subarray(best!.row * d, (best!.row + 1) * d), k * d);
    nearest = best!.distances;
  }
  return centres;
}

/**
 * Lloyd's iterations from the given centres, skipping rows whose bounds prove that their centre stays the nearest.
 * A cluster that loses all its rows takes the row farthest from its own centre.
 * @param tolerance ends once the centres' squared movement is at most this
 * @see Hamerly 2010, "Making k-means even faster"
 */
export function lloyd(
  points: Points,
  start: Float64Array,
  options: {
    readonly maxIterations: number;
    readonly tolerance: number;
    readonly beforeIteration: (iteration: number) => void;
  },
): Clustering {
  const { nFeatures: d } = points;
  const nClusters = start.length / d;
  const centres = start.slice();
  const state = assignAll(points, centres);
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    options.beforeIteration(iteration);
    const moved = moveCentres(points, centres, state);
    const squared = moved.reduce((sum, one) => sum + one * one, 0);
    const changed = reassign(points, centres, state, moved);
    if (changed === 0 || squared <= options.tolerance) break;
  }
  return { centres: nClusters === 0 ? start : centres, inertia: inertiaOf(points, centres, state.cluster) };
}

/** The nearest centre of one row: its index, its squared distance and the next one's. The first of equals. */
export function nearestCentre(
  values: Float64Array,
  at: number,
  centres: Float64Array,
  d: number,
): { cluster: number; first: number; second: number } {
  let [cluster, first, second] = [0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let k = 0; k * d < centres.length; k++) {
    const distance = squaredDistance(values, at, centres, k * d, d);
    if (distance < first) {
      second = first;
      first = distance;
      cluster = k;
    } else if (distance < second) second = distance;
  }
  return { cluster, first, second };
}

interface State {
  /** (nSamples) index of the nearest centre. */
  readonly cluster: Int32Array;
  /** (nSamples) at least the distance to it. */
  readonly upper: Float64Array;
  /** (nSamples) at most the distance to any other centre. */
  readonly lower: Float64Array;
}

function assignAll({ values, nSamples, nFeatures }: Points, centres: Float64Array): State {
  const state = {
    cluster: new Int32Array(nSamples),
    upper: new Float64Array(nSamples),
    lower: new Float64Array(nSamples),
  };
  for (let i = 0; i < nSamples; i++) {
    const { cluster, first, second } = nearestCentre(values, i * nFeatures, centres, nFeatures);
    state.cluster[i] = cluster;
    state.upper[i] = Math.sqrt(first);
    state.lower[i] = Math.sqrt(second);
  }
  return state;
}

/** Moves each centre to the mean of its rows, in place; returns how far each went. */
function moveCentres(points: Points, centres: Float64Array, state: State): Float64Array {
  const { values, nSamples, nFeatures: d, weight } = points;
  const nClusters = centres.length / d;
  const sums = new Float64Array(centres.length);
  const mass = new Float64Array(nClusters);
  for (let i = 0; i < nSamples; i++) {
    const [to, one] = [state.cluster[i]! * d, weight[i]!];
    mass[state.cluster[i]!]! += one;
    for (let f = 0; f < d; f++) sums[to + f]! += one * values[i * d + f]!;
  }
  fillEmpty(points, centres, state, sums, mass);
  return mass.map((total, k) => {
    let squares = 0;
    for (let f = k * d; f < (k + 1) * d; f++) {
      const next = total > 0 ? sums[f]! / total : centres[f]!;
      squares += (next - centres[f]!) ** 2;
      centres[f] = next;
    }
    return Math.sqrt(squares);
  });
}

function fillEmpty(
  { values, nSamples, nFeatures: d, weight }: Points,
  centres: Float64Array,
  state: State,
  sums: Float64Array,
  mass: Float64Array,
): void {
  for (let k = 0; k < mass.length; k++) {
    if (mass[k]! > 0) continue;
    let [farthest, most] = [-1, 0];
    for (let i = 0; i < nSamples; i++) {
      const own = state.cluster[i]!;
      const distance = weight[i]! > 0 ? squaredDistance(values, i * d, centres, own * d, d) : 0;
      if (distance > most && mass[own]! > weight[i]!) [farthest, most] = [i, distance];
    }
    if (farthest < 0) continue;
    const [own, one] = [state.cluster[farthest]!, weight[farthest]!];
    for (let f = 0; f < d; f++) {
      sums[own * d + f]! -= one * values[farthest * d + f]!;
      sums[k * d + f] = one * values[farthest * d + f]!;
    }
    mass[own]! -= one;
    mass[k] = one;
    state.cluster[farthest] = k;
    // Its bounds spoke of another centre.
    state.upper[farthest] = Number.POSITIVE_INFINITY;
    state.lower[farthest] = 0;
  }
}

/** Returns how many rows changed their cluster. */
function reassign(
  { values, nSamples, nFeatures: d }: Points,
  centres: Float64Array,
  state: State,
  moved: Float64Array,
): number {
  const farthestMove = moved.reduce((most, one) => Math.max(most, one), 0);
  let changed = 0;
  for (let i = 0; i < nSamples; i++) {
    const own = state.cluster[i]!;
    state.upper[i]! += moved[own]!;
    state.lower[i]! -= farthestMove;
    // Bounds that are equal but for rounding prove nothing.
    if (state.upper[i]! * (1 + 1e-12) < state.lower[i]!) continue;
    const { cluster, first, second } = nearestCentre(values, i * d, centres, d);
    state.upper[i] = Math.sqrt(first);
    state.lower[i] = Math.sqrt(second);
    if (cluster === own) continue;
    state.cluster[i] = cluster;
    changed++;
  }
  return changed;
}

function inertiaOf(
  { values, nSamples, nFeatures: d, weight }: Points,
  centres: Float64Array,
  cluster: Int32Array,
): number {
  let sum = 0;
  for (let i = 0; i < nSamples; i++) {
    sum += weight[i]! * squaredDistance(values, i * d, centres, cluster[i]! * d, d);
  }
  return sum;
}

/** A row with probability in proportion to weight · distance; uniform over the weights where all distances are 0. */
function drawRow(distances: Float64Array, weight: Float64Array, stream: Random): number {
  let total = 0;
  for (let i = 0; i < distances.length; i++) total += weight[i]! * distances[i]!;
  const flat = !(total > 0);
  if (flat) for (let i = 0; i < weight.length; i++) total += weight[i]!;
  let left = stream.next() * total;
  let last = 0;
  for (let i = 0; i < distances.length; i++) {
    const one = flat ? weight[i]! : weight[i]! * distances[i]!;
    if (one <= 0) continue;
    last = i;
    left -= one;
    if (left < 0) return i;
  }
  return last;
}

function squaredDistance(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, d: number): number {
  let sum = 0;
  for (let f = 0; f < d; f++) {
    const difference = a[aFrom + f]! - b[bFrom + f]!;
    sum += difference * difference;
  }
  return sum;
}
