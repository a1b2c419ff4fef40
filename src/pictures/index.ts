export { runSummary } from "./run-summary.ts";
export { settingText } from "./setting-text.ts";
export { versionSummary } from "./version-summary.ts";
