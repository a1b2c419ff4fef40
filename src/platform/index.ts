/** The machine as the program sees it: time, waits, chance and processes. The only room that touches them. */
export type { Clock } from "./clock.ts";
export type { Machine } from "./machine.ts";
export { type ManualPlatform, manualPlatform } from "./manual.ts";
export type { Platform } from "./platform.ts";
export { describeProcess, type Processes, type ProcessIdentity } from "./process-identity.ts";
export type { Random } from "./random.ts";
export { systemPlatform } from "./system.ts";
export { workerEntry } from "./worker-entry.ts";
