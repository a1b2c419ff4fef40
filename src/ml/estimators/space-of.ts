import type { ChoiceDimension, RangeDimension } from "../search/dimension.ts";
import type { ParameterValue } from "./parameters.ts";

/**
 * Where a search may draw a parameter from: choices among its values, or a range where it takes numbers. Of a parameter whose
 * values aren't known, anything; `parseSpace` checks it at run time.
 */
export type DimensionOf<Value extends ParameterValue> = ParameterValue extends Value
  ? unknown
  : ChoiceDimension<Value> | (number extends Value ? RangeDimension : never);

/** The search space of an estimator with the parameters `P`: a dimension for each that is searched. */
export type SpaceOf<P> = { readonly [Name in keyof P]?: DimensionOf<Extract<P[Name], ParameterValue>> };
