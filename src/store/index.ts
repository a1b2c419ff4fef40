export { digestOf } from "./artifacts.ts";
export { type BackupReport, backup } from "./backup.ts";
export { waitForClaim } from "./claims.ts";
export {
  type Codec,
  documentCodec,
  listCodec,
  type Members,
  type Stored,
  unreadable,
  type ValueCodec,
} from "./codec.ts";
export { commitOnce, type OnceRequest, type OnceResult } from "./commit-once.ts";
export type * from "./database.ts";
export type { EventFilter } from "./event-log.ts";
export { type EventProof, proveEvent, verifyProof } from "./event-proof.ts";
export { eventDefinitions, recordTables } from "./event-table.ts";
export * from "./events/index.ts";
export { digestOfFile } from "./file-digests.ts";
export { blanked } from "./free-text.ts";
export { type Collected, type CollectOptions, type CollectReport, collectGarbage } from "./gc.ts";
export { groupWrites } from "./group-writes.ts";
export { homeFolder, requireHome } from "./home-folder.ts";
export { type HomeStore, type OpenOptions, openStore } from "./open-store.ts";
export { compareRecords, type RecordDifference, rebuildRecords, verifyLog } from "./rebuild.ts";
export {
  aliasesOf,
  findRun,
  latestStepResult,
  listModels,
  listRuns,
  resolveModel,
  runningRuns,
  type StepResult,
  stepResult,
  stepsOf,
  versionsOf,
} from "./records.ts";
export { type Redaction, redactEvent } from "./redact-event.ts";
export { type RestoreReport, restore } from "./restore.ts";
export { newRunId } from "./run-id.ts";
export type { ArtifactStore, Claim, ClaimAnswer, ClaimOptions, Store } from "./store.ts";
export { type TaskJournal, taskJournal } from "./task-journal.ts";
export type { TaskResults } from "./task-results.ts";
export type { LogReport } from "./verify-log.ts";
