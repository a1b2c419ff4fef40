import { lintStep } from "../../run/index.ts";
import type { StepPicture } from "./step-picture.ts";

/** Millrace's own care for the file: it shows where time went, and in no picture of the work. */
export const lintPicture: StepPicture = { step: lintStep, isQuiet: true };
