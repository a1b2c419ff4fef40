import { fail } from "../../errors/index.ts";
import type { ModelData, Task } from "./estimator.ts";

/**
 * Reads the fields of a model's data and believes none of them: every length is held against the others before anything is
 * allocated. All throw ML_MODEL_CORRUPT, naming the field.
 */
export interface ModelFields {
  /** A whole number from `low` to `high`. */
  integer(key: string, low: number, high: number): number;
  /** One of the allowed texts. */
  choice<T extends string>(key: string, allowed: readonly T[]): T;
  /** Finite doubles, exactly `length` of them. */
  doubles(key: string, length: number): Float64Array;
  /** Finite single-precision numbers, exactly `length` of them. */
  floats(key: string, length: number): Float32Array;
  /** Whole numbers from `low` to `high`, exactly `length` of them. */
  integers(key: string, length: number, low: number, high: number): Int32Array;
  /** Refuses fields that were not read. Call it last. */
  end(): void;
}

/** Makes the error for a field: where it stands, what was expected and what came. */
export type Refusal = (where: string, expected: string, got: unknown) => Error;

/** @param estimator stands in messages @param refuse makes the error, by default ML_MODEL_CORRUPT */
export function modelFields(estimator: string, data: ModelData, refuse: Refusal = corrupt): ModelFields {
  if (typeof data !== "object" || data === null) throw refuse(estimator, "an object", data);
  const read = new Set<string>();
  const at = (key: string): unknown => {
    read.add(key);
    return Object.hasOwn(data, key) ? data[key] : undefined;
  };
  return {
    integer(key, low, high) {
      const value = at(key);
      if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high) return value;
      throw refuse(`${estimator}.${key}`, `a whole number from ${low} to ${high}`, value);
    },
    choice(key, allowed) {
      const found = allowed.find((one) => one === at(key));
      if (found !== undefined) return found;
      throw refuse(`${estimator}.${key}`, `one of ${allowed.join(", ")}`, at(key));
    },
    doubles(key, length) {
      const value = at(key);
      if (!(value instanceof Float64Array) || value.length !== length) {
        throw refuse(`${estimator}.${key}`, `${length} doubles`, value);
      }
      const odd = value.findIndex((one) => !Number.isFinite(one));
      if (odd >= 0) throw refuse(`${estimator}.${key}[${odd}]`, "a finite number", value[odd]);
      return value;
    },
    floats(key, length) {
      const value = at(key);
      if (!(value instanceof Float32Array) || value.length !== length) {
        throw refuse(`${estimator}.${key}`, `${length} single-precision numbers`, value);
      }
      const odd = value.findIndex((one) => !Number.isFinite(one));
      if (odd >= 0) throw refuse(`${estimator}.${key}[${odd}]`, "a finite number", value[odd]);
      return value;
    },
    integers(key, length, low, high) {
      const value = at(key);
      if (!(value instanceof Int32Array) || value.length !== length) {
        throw refuse(`${estimator}.${key}`, `${length} whole numbers`, value);
      }
      const odd = value.findIndex((one) => one < low || one > high);
      if (odd >= 0) throw refuse(`${estimator}.${key}[${odd}]`, `from ${low} to ${high}`, value[odd]);
      return value;
    },
    end() {
      const extra = Object.keys(data).find((key) => !read.has(key));
      if (extra !== undefined) throw refuse(`${estimator}.${extra}`, "no such field", data[extra]);
    },
  };
}

/** Refuses probabilities that are negative or whose sum isn't 1. @throws ML_MODEL_CORRUPT */
export function checkDistribution(where: string, probabilities: Float64Array): void {
  let sum = 0;
  for (const one of probabilities) sum += one >= 0 ? one : Number.NaN;
  if (!(Math.abs(sum - 1) <= 1e-9)) throw corrupt(where, "probabilities that sum to 1", sum);
}

/** The tasks that classify. */
export const classificationTasks = ["binary", "multiclass"] as const satisfies readonly Task[];

/** More features or classes than this are no model that `toData` made here. */
export const mostFeatures = 16_777_216;

function corrupt(where: string, expected: string, got: unknown): Error {
  return fail("ML_MODEL_CORRUPT", { where, expected, got: describe(got) });
}

/** What came, in a few words. */
export function describe(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${(value as Float64Array).length}`;
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return String(value).slice(0, 40);
}
