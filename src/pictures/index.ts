export { runSummary } from "./run-summary.ts";
export { versionSummary } from "./version-summary.ts";
