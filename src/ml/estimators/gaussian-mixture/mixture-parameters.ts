import type { ParameterTable } from "../parameters.ts";
import { covarianceKinds } from "./mixture.ts";

/** Parameters of all that fit a Gaussian mixture. */
export const mixtureParameters = {
  components: {
    type: "integer",
    default: 4,
    low: 1,
    high: 65_535,
    search: { low: 1, high: 12 },
    summary: "How many Gaussians.",
  },
  covariance: {
    type: "choice",
    default: "full",
    choices: covarianceKinds,
    search: { choices: covarianceKinds },
    summary:
      "Shape of a component: full (any ellipsoid), tied (one ellipsoid for all), diagonal (along the axes), spherical.",
  },
  restarts: {
    type: "integer",
    default: 1,
    low: 1,
    high: 1000,
    summary: "k-means starts tried; the likeliest is kept.",
  },
  maxIterations: { type: "integer", default: 100, low: 1, high: 1_000_000, summary: "Most iterations per start." },
  tolerance: {
    type: "number",
    default: 1e-3,
    low: 0,
    high: 1,
    summary: "A start ends when the mean log likelihood changes by less than this.",
  },
  floor: {
    type: "number",
    default: 1e-6,
    low: 0,
    exclusiveLow: true,
    high: Number.POSITIVE_INFINITY,
    summary: "Added to every variance, so that no component collapses onto a point.",
  },
} as const satisfies ParameterTable;
