import { stepTypes } from "../steps/index.ts";
import type { StepType } from "./step-type.ts";

/** The type of step of that name; undefined for one that this build doesn't have. */
export function findStepType(name: string): StepType | undefined {
  return stepTypes.find((type) => type.name === name);
}
