import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findFiles } from "./find-files.ts";

const folder = mkdtempSync(join(tmpdir(), "millrace-find-"));
for (const path of [
  "a.csv",
  "b.csv",
  "B.csv",
  ".hidden.csv",
  "c.txt",
  "odd[1].csv",
  "x*y.csv",
  "year=2024/m=1/p.csv",
  "year=2025/p.csv",
]) {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), "");
}
const found = async (path: string): Promise<string[]> => (await findFiles(path, folder)).map(({ shown }) => shown);

describe("findFiles", () => {
  it.each([
    ["a.csv", ["a.csv"]],
    ["?.csv", ["B.csv", "a.csv", "b.csv"]],
    ["{a,c}.{csv,txt}", ["a.csv", "c.txt"]],
    ["odd[1].csv", ["odd[1].csv"]],
    ["x*y.csv", ["x*y.csv"]],
    ["**/p.csv", ["year=2024/m=1/p.csv", "year=2025/p.csv"]],
    ["year=*/p.csv", ["year=2025/p.csv"]],
    [".h*.csv", [".hidden.csv"]],
  ])("%s", async (pattern, expected) => {
    expect(await found(pattern)).toEqual(expected);
  });

  it("refuses what isn't there, and folders", async () => {
    for (const path of ["z.csv", "z*.csv", "year=2025"]) {
      await expect(findFiles(path, folder)).rejects.toMatchObject({ code: "DATA_FILE_MISSING" });
    }
  });

  it("shows absolute paths as they were given", async () => {
    expect(await found(join(folder, "a.csv"))).toEqual([join(folder, "a.csv")]);
  });
});
