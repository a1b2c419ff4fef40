import type { Step } from "../step.ts";
import { checkStep } from "./check.ts";
import { evaluateStep } from "./evaluate.ts";
import { fitStep } from "./fit.ts";
import { gateStep } from "./gate.ts";
import { profileStep } from "./profile.ts";
import { registerStep } from "./register.ts";
import { snapshotStep } from "./snapshot.ts";
import { splitStep } from "./split.ts";
import { trainStep } from "./train.ts";

/** The steps of a run, in order: raw data to a registered model. */
export const steps: readonly Step[] = [
  snapshotStep,
  checkStep,
  profileStep,
  splitStep,
  trainStep,
  fitStep,
  evaluateStep,
  gateStep,
  registerStep,
];
