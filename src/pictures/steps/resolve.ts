import { resolveStep } from "../../run/index.ts";
import type { StepPicture } from "./step-picture.ts";

/** What it finds is told by the steps that read it. */
export const resolvePicture: StepPicture = { step: resolveStep, isQuiet: true };
