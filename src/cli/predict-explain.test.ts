import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServedStore, type ServedStore } from "../../test/fixtures/served-models.ts";
import type { Prediction, RowExplanation } from "../ml/index.ts";
import { systemPlatform } from "../platform/index.ts";
import { main } from "./program.ts";

let served: ServedStore;
let folder: string;

beforeAll(async () => {
  served = await openServedStore();
  folder = mkdtempSync(join(tmpdir(), "millrace-explain-"));
  writeFileSync(join(folder, "flats.csv"), "area,rooms,note\n50,2,a\n150,4,b\n,3,c\n");
  writeFileSync(join(folder, "strikes.csv"), "speed,size,night\n120,small,true\n");
});

afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

async function type(...argv: string[]): Promise<{ exitCode: number; text: string }> {
  const out: string[] = [];
  const exitCode = await main([...argv, "--home", served.home], {
    out: (text) => out.push(text),
    note: () => {},
    status: () => {},
    isInteractive: false,
    workingFolder: folder,
    environment: {},
    platform: systemPlatform,
    interrupted: new AbortController().signal,
  });
  return { exitCode, text: out.join("\n") };
}

describe("millrace predict --explain", () => {
  it("says in words what each column added", async () => {
    const { exitCode, text } = await type("predict", "price", "--data", "flats.csv", "--explain");
    expect([exitCode, text.split("\n")[0]]).toEqual([0, expect.stringMatching(/^row 1: 5\d{4}(\.\d+)?$/)]);
    expect(text.split("\n")[1]).toMatch(/^ {2}\d+ without the row, -\d+ area = 50, -\d+ rooms = 2, = 5\d{4}(\.\d+)?$/);
    expect(text).toContain("area = missing");
    expect(text).toMatch(/^row 3: /m);
  });

  it("prints all of it as JSON, of as many rows as are wanted", async () => {
    const { text } = await type("predict", "price", "--data", "flats.csv", "--explain", "--rows", "2", "--json");
    const { predictions, version } = JSON.parse(text) as {
      version: number;
      predictions: (Prediction & { explanation: RowExplanation })[];
    };
    expect([version, predictions.length]).toEqual([1, 2]);
    for (const { prediction, explanation } of predictions) {
      const sum = explanation.contributions.reduce((all, one) => all + one.contribution, explanation.baseline);
      expect(sum).toBeCloseTo(prediction as number, 3);
    }
  });

  it("names the class whose log odds they are", async () => {
    const { text } = await type("predict", "strikes", "--data", "strikes.csv", "--explain");
    expect(text).toMatch(/^row 1: (yes|no) \(probability 0\.\d+\)\n.* log odds of yes$/);
  });

  it("refuses a file to write, an odd number of rows and a file without the columns", async () => {
    for (const [argv, reason] of [
      [["--out", "x.csv"], "leave out --out"],
      [["--rows", "none"], "whole number"],
    ] as const) {
      const { exitCode, text } = await type("predict", "price", "--data", "flats.csv", "--explain", ...argv, "--json");
      expect([exitCode, text]).toEqual([2, expect.stringContaining(reason)]);
    }
    const { exitCode, text } = await type("predict", "price", "--data", "strikes.csv", "--explain", "--json");
    expect([exitCode, JSON.parse(text).error.code]).toEqual([2, "SERVING_COLUMNS_MISSING"]);
  });
});
