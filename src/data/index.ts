export { closeDuckDB } from "./duckdb.ts";
export { defaultMissing } from "./kinds/missing.ts";
export type { ColumnReading } from "./kinds/reading.ts";
export type { ColumnManifest, SnapshotManifest } from "./manifest.ts";
export { readSnapshot, readSnapshotSchema, type SnapshotSchema } from "./read-snapshot.ts";
export { describeManifest, takeSnapshot } from "./snapshot.ts";
export { findFiles } from "./sources/find-files.ts";
export { tableFormats } from "./sources/index.ts";
export { table } from "./sources/table.ts";
