import { absoluteError } from "./absolute-error.ts";
import { huber } from "./huber.ts";
import type { Loss } from "./loss.ts";
import { poisson } from "./poisson.ts";
import { quantile } from "./quantile.ts";
import { squaredError } from "./squared-error.ts";
import { tweedie } from "./tweedie.ts";

/** The parameters that losses have of their own. */
export interface LossParameters {
  readonly quantile: number;
  readonly huberQuantile: number;
  readonly tweediePower: number;
}

/** Every loss of regression by its name: a new one is a file, a line here and a kernel of its derivatives. */
export const regressionLosses = {
  squaredError: () => squaredError,
  absoluteError: () => absoluteError,
  huber: ({ huberQuantile }) => huber(huberQuantile),
  quantile: (parameters) => quantile(parameters.quantile),
  poisson: () => poisson,
  tweedie: ({ tweediePower }) => tweedie(tweediePower),
} as const satisfies Readonly<Record<string, (parameters: LossParameters) => Loss>>;

export type RegressionLoss = keyof typeof regressionLosses;
