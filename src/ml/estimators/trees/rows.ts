import type { Target } from "../../frame/target.ts";

/** Rows that a fit sees: those of positive weight, ascending. */
export function weightedRows(nSamples: number, sampleWeight: Float64Array | undefined): Uint32Array {
  const all = new Uint32Array(nSamples);
  for (let i = 0; i < nSamples; i++) all[i] = i;
  return sampleWeight === undefined ? all : all.filter((i) => sampleWeight[i]! > 0);
}

/**
 * Weights as float32, null where there are none. Weights beyond what float32 sums bear are scaled to at most 1; others
 * stay as they are, since k means k rows.
 */
export function float32Weights(sampleWeight: Float64Array | undefined): Float32Array | null {
  if (sampleWeight === undefined) return null;
  let top = 0;
  for (const weight of sampleWeight) top = Math.max(top, weight);
  const scale = top > 1e12 || top < 1e-12 ? top : 1;
  const weights = new Float32Array(sampleWeight.length);
  for (let i = 0; i < weights.length; i++) weights[i] = sampleWeight[i]! / scale;
  return weights;
}

/** Values of a regression target with mean 0 and variance 1, and the way back: `centre + spread * value`, times `unit`. */
export interface Standardised {
  readonly values: Float32Array;
  readonly centre: number;
  readonly spread: number;
  /** 1 unless values are so large or small that their squares leave the range of doubles. */
  readonly unit: number;
}

/** Standardises over the given rows; other rows' values stay 0. A constant target gets spread 0. */
export function standardise(
  values: Float64Array,
  rows: Uint32Array,
  sampleWeight: Float64Array | undefined,
): Standardised {
  let top = 0;
  for (const row of rows) top = Math.max(top, Math.abs(values[row]!));
  const unit = top > 1e100 || (top > 0 && top < 1e-100) ? top : 1;
  const heaviest = sampleWeight === undefined ? 1 : rows.reduce((most, row) => Math.max(most, sampleWeight[row]!), 0);
  const weightOf = (row: number): number => (sampleWeight === undefined ? 1 : sampleWeight[row]! / heaviest);
  let mass = 0;
  let sum = 0;
  for (const row of rows) {
    mass += weightOf(row);
    sum += weightOf(row) * (values[row]! / unit);
  }
  const centre = sum / mass;
  let squares = 0;
  for (const row of rows) squares += weightOf(row) * (values[row]! / unit - centre) ** 2;
  const spread = Math.sqrt(squares / mass);
  const isConstant = !(spread > 1e-12 * Math.abs(centre));
  const standardised = new Float32Array(values.length);
  if (!isConstant) for (const row of rows) standardised[row] = (values[row]! / unit - centre) / spread;
  return { values: standardised, centre, spread: isConstant ? 0 : spread, unit };
}

/** Class indices as float32. */
export function classTargets(y: Extract<Target, { kind: "classes" }>): Float32Array {
  return new Float32Array(y.codes);
}
