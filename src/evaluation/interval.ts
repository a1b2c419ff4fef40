import type { Estimate } from "../ml/index.ts";
import type { IntervalRecord } from "../store/index.ts";

/** An estimate as JSON carries it: what is not finite becomes null. */
export function toRecord({ value, low, high }: Estimate): IntervalRecord {
  return { value: orNull(value), low: orNull(low), high: orNull(high) };
}

/** The number, or null for NaN and infinities, which JSON can't carry. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
