import type { StepType } from "../../run/index.ts";
import { checkPicture } from "./check.ts";
import { evaluatePicture } from "./evaluate.ts";
import { fitPicture } from "./fit.ts";
import { gatePicture } from "./gate.ts";
import { lintPicture } from "./lint.ts";
import { profilePicture } from "./profile.ts";
import { registerPicture } from "./register.ts";
import { resolvePicture } from "./resolve.ts";
import { snapshotPicture } from "./snapshot.ts";
import { splitPicture } from "./split.ts";
import type { StepPicture } from "./step-picture.ts";
import { trainPicture } from "./train.ts";

/** Steps that have a picture of their own; every other one is drawn in the plain way. */
const stepPictures: readonly StepPicture[] = [
  snapshotPicture,
  lintPicture,
  resolvePicture,
  checkPicture,
  profilePicture,
  splitPicture,
  trainPicture,
  fitPicture,
  evaluatePicture,
  gatePicture,
  registerPicture,
];

/** How a type of step is drawn. */
export function pictureOfStep(step: StepType): StepPicture {
  return stepPictures.find((picture) => picture.step === step) ?? { step };
}
