import { describe, expect, it } from "vitest";
import { formatOf, isTableName, withoutExtension } from "./index.ts";

describe("a file's name", () => {
  it.each([
    ["rides.csv", "csv", true, "rides"],
    ["Rides.TSV.GZ", "csv", true, "Rides"],
    ["a.b.parquet", "parquet", true, "a.b"],
    ["rides.pq", "parquet", true, "rides"],
    ["rides.jsonl", "ndjson", true, "rides"],
    // Read as a table where it is named, but not taken for one: most texts are none.
    ["notes.txt", "csv", false, "notes"],
    ["rides.xlsx", undefined, false, "rides.xlsx"],
    ["csv", undefined, false, "csv"],
  ])("%s", (name, format, isTable, stem) => {
    expect([formatOf(name)?.name, isTableName(name), withoutExtension(name)]).toEqual([format, isTable, stem]);
  });
});
