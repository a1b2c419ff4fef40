import type { Target } from "../frame/target.ts";
import type { Parameter } from "./parameters.ts";

/** The parameter by which a classifier makes up for rare classes. */
export const classWeightParameter = {
  type: "choice",
  default: "none",
  choices: ["none", "balanced"],
  summary:
    "balanced: each class weighs the same in all, as if rare classes were repeated. Targets of values ignore it.",
} as const satisfies Parameter;

/**
 * Weights of samples times those of their classes: of a balanced one, total weight / (classes * weight of the class).
 * @param y (nSamples) @param sampleWeight (nSamples), undefined if all are 1
 * @returns (nSamples), undefined if all are 1
 */
export function classWeighted(
  y: Target,
  sampleWeight: Float64Array | undefined,
  classWeight: "none" | "balanced",
): Float64Array | undefined {
  if (classWeight === "none" || y.kind === "values") return sampleWeight;
  const mass = new Float64Array(y.classes.length);
  const weightOf = (i: number): number => sampleWeight?.[i] ?? 1;
  y.codes.forEach((code, i) => {
    mass[code]! += weightOf(i);
  });
  const present = mass.filter((weight) => weight > 0);
  const total = present.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(y.codes, (code, i) => (weightOf(i) * total) / (present.length * mass[code]!));
}
