import { fail } from "../../errors/index.ts";
import type { ModelData, ModelValue } from "../estimators/estimator.ts";

/** Reads model data that may be foreign: each value is there, of its type and in its range, or ML_MODEL_CORRUPT says where. */
export class DataReader {
  readonly #data: ModelData;
  readonly where: string;

  /** @param keys exactly these must be there */
  constructor(data: ModelValue | undefined, where: string, keys: readonly string[]) {
    this.where = where;
    if (!isRecord(data)) throw corrupt(where, "an object", data);
    for (const key of Object.keys(data)) {
      if (!keys.includes(key)) throw corrupt(`${where}.${key}`, `no other keys than ${keys.join(", ")}`, key);
    }
    for (const key of keys) if (!Object.hasOwn(data, key)) throw corrupt(`${where}.${key}`, "a value", undefined);
    this.#data = data;
  }

  value(key: string): ModelValue {
    return this.#data[key]!;
  }

  text(key: string): string {
    const value = this.value(key);
    if (typeof value !== "string") throw corrupt(this.#at(key), "a text", value);
    return value;
  }

  choice<const T extends string>(key: string, choices: readonly T[]): T {
    const value = this.value(key);
    if (!choices.includes(value as T)) throw corrupt(this.#at(key), `one of ${choices.join(", ")}`, value);
    return value as T;
  }

  boolean(key: string): boolean {
    const value = this.value(key);
    if (typeof value !== "boolean") throw corrupt(this.#at(key), "true or false", value);
    return value;
  }

  /** A finite number from `low` to `high`. */
  number(key: string, low = -Number.MAX_VALUE, high = Number.MAX_VALUE): number {
    const value = this.value(key);
    if (typeof value !== "number" || !(value >= low && value <= high)) {
      throw corrupt(this.#at(key), `a number from ${low} to ${high}`, value);
    }
    return value;
  }

  integer(key: string, low: number, high: number): number {
    const value = this.number(key, low, high);
    if (!Number.isInteger(value)) throw corrupt(this.#at(key), "a whole number", value);
    return value;
  }

  /** Finite doubles; `length` of them if given. */
  float64(key: string, length?: number): Float64Array {
    const value = this.value(key);
    if (!(value instanceof Float64Array)) throw corrupt(this.#at(key), "doubles", value);
    if (length !== undefined && value.length !== length)
      throw corrupt(this.#at(key), `${length} doubles`, value.length);
    if (!value.every(Number.isFinite)) throw corrupt(this.#at(key), "finite doubles", "NaN or infinity");
    return value;
  }

  list(key: string): readonly ModelValue[] {
    const value = this.value(key);
    if (!Array.isArray(value)) throw corrupt(this.#at(key), "a list", value);
    return value;
  }

  /** Texts, no two the same. */
  labels(key: string): readonly string[] {
    const list = this.list(key);
    if (!list.every((item) => typeof item === "string")) throw corrupt(this.#at(key), "texts", "something else");
    if (new Set(list).size !== list.length) throw corrupt(this.#at(key), "distinct texts", "a text twice");
    return list as readonly string[];
  }

  #at(key: string): string {
    return `${this.where}.${key}`;
  }
}

/** The error of model data that can't have been written by `toData`. */
export function corrupt(where: string, expected: string, got: unknown): Error {
  return fail("ML_MODEL_CORRUPT", { where, expected, got: shown(got) });
}

function isRecord(value: unknown): value is ModelData {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return `an array`;
  if (typeof value === "object") return "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
