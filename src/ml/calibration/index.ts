export type { Calibration, Calibrator } from "./calibrator.ts";
export { isotonicCalibration } from "./isotonic.ts";
export { plattCalibration } from "./platt.ts";
export * from "./probability-calibration.ts";
