import type { ParameterTable } from "../parameters.ts";

/** When the rounds over the coefficients end, of every regression whose penalty can be absolute. */
export const sweepParameters = {
  maxIterations: {
    type: "integer",
    default: 1000,
    low: 1,
    high: 1_000_000,
    summary: "Most rounds over the coefficients (where there is an absolute penalty, or over 1,000 features).",
  },
  tolerance: {
    type: "number",
    default: 1e-7,
    low: 0,
    high: 1,
    summary: "Rounds end when what is left to gain is below this share of the whole.",
  },
} as const satisfies ParameterTable;
