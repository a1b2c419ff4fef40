import { type Loss, pointwise } from "./loss.ts";

/** (score - target)^2 / 2 over targets of mean 0. */
export const squaredError: Loss = { ...pointwise("squaredError"), link: "identity", start: () => [0] };
