import type { ParameterValue } from "../estimators/parameters.ts";

/** Values, or lists of values, of other parameters of the same space; all must be met: `{ growth: "depthWise", trees: [100, 200] }`. */
export type Condition = Readonly<Record<string, ParameterValue | readonly ParameterValue[]>>;

/** What every dimension may have. */
interface Conditional {
  /** Searched only where these parameters of the same space have these values; else the estimator's default is used. */
  readonly when?: Condition;
}

/**
 * Where one hyper-parameter is drawn from. Plain data: goes through JSON unchanged. `step` and `points` make a range a list
 * of values, for every method; a grid needs one.
 */
export type Dimension = Conditional &
  (
    | { readonly draw: "uniform"; readonly low: number; readonly high: number; readonly step?: number }
    | { readonly draw: "logUniform"; readonly low: number; readonly high: number; readonly points?: number }
    | {
        readonly draw: "integer";
        readonly low: number;
        readonly high: number;
        readonly log: boolean;
        readonly step?: number;
        readonly points?: number;
      }
    | { readonly draw: "choice"; readonly values: readonly ParameterValue[] }
  );

/** A range of numbers: for parameters that are numbers. */
export type RangeDimension = Extract<Dimension, { readonly low: number }>;

/** A list of values: for parameters that take each of them. */
export type ChoiceDimension<Value extends ParameterValue> = Omit<
  Extract<Dimension, { readonly draw: "choice" }>,
  "values"
> & { readonly values: readonly Value[] };

/** A dimension per hyper-parameter that is searched. */
export type Space = Readonly<Record<string, Dimension>>;
