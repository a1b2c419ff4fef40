export { allowed } from "./checks/allowed.ts";
export type { CheckDefinition, CheckFinding, CheckInput, CheckTarget } from "./checks/check.ts";
export { freshness } from "./checks/freshness.ts";
export { checkTable } from "./checks/index.ts";
export { noTargetLeak } from "./checks/no-target-leak.ts";
export { nulls } from "./checks/nulls.ts";
export { range } from "./checks/range.ts";
export {
  type CheckReport,
  type CheckResult,
  checkReportCodec,
  quarantineColumns,
  runChecks,
  standardChecks,
} from "./checks/run-checks.ts";
export { schema } from "./checks/schema.ts";
export { unique } from "./checks/unique.ts";
export { volume } from "./checks/volume.ts";
export { closeDuckDB } from "./duckdb.ts";
export { defaultMissing } from "./kinds/missing.ts";
export type { ColumnReading } from "./kinds/reading.ts";
export type { ColumnRelation, LeakSuspect } from "./leakage.ts";
export { type ColumnManifest, manifestCodec, type SnapshotManifest } from "./manifest.ts";
export { describeProfile } from "./profile/describe-profile.ts";
export {
  type ColumnProfile,
  type NumberProfile,
  type Profile,
  profileCodec,
  type TargetProfile,
} from "./profile/profile.ts";
export { profileTable } from "./profile/profile-table.ts";
export { readSnapshot, readSnapshotSchema, type SnapshotSchema } from "./read-snapshot.ts";
export { describeManifest, takeSnapshot } from "./snapshot.ts";
export { findFiles } from "./sources/find-files.ts";
export { isTableName, tableFormats, withoutExtension } from "./sources/index.ts";
export type { RejectedRow, SourceFile, TableFormat } from "./sources/source.ts";
export { table } from "./sources/table.ts";
export {
  type RawColumn,
  type RawType,
  type RawValue,
  type StreamField,
  streamTable,
  type TableBatch,
  type TableStream,
} from "./stream.ts";
export { tableCodec } from "./table-codec.ts";
export { openTableWriter, writeFrame, writeFrame as writeQuarantine, writerTable } from "./writers/index.ts";
export type { TableWriter, WriterFormat } from "./writers/writer.ts";
