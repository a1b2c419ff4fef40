import type { StepType } from "../graph/step-type.ts";
import { checkStep } from "./check.ts";
import { evaluateStep } from "./evaluate.ts";
import { fitStep } from "./fit.ts";
import { gateStep } from "./gate.ts";
import { lintStep } from "./lint.ts";
import { profileStep } from "./profile.ts";
import { registerStep } from "./register.ts";
import { resolveStep } from "./resolve.ts";
import { snapshotStep } from "./snapshot.ts";
import { splitStep } from "./split.ts";
import { trainStep } from "./train.ts";

/** The types of step, in order: raw data to a registered model. Each reads outputs of those above it. */
export const stepTypes: readonly StepType[] = [
  snapshotStep,
  lintStep,
  resolveStep,
  checkStep,
  profileStep,
  splitStep,
  trainStep,
  fitStep,
  evaluateStep,
  gateStep,
  registerStep,
];
