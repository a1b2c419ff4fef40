import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Predictions } from "../ml/index.ts";
import { systemPlatform } from "../platform/index.ts";
import { openStore, type Store } from "../store/index.ts";
import { predictionsCodec } from "./predictions-codec.ts";
import type { Problem } from "./problem.ts";
import { problemCodec } from "./problem-codec.ts";

let home: string;
let store: Store;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "millrace-problem-"));
  store = await openStore(home, { platform: systemPlatform });
});
afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

const facts = { positive: 1, target: "late", targetColumns: ["late"], keys: ["id"] };
const problems: Readonly<Record<string, Problem>> = {
  classes: {
    ...facts,
    task: "binary",
    rows: Int32Array.of(0, 2, 3),
    y: { kind: "classes", codes: Int32Array.of(1, 0, 1), classes: ["no", "yes"] },
  },
  "a value for every row": {
    ...facts,
    task: "regression",
    rows: Int32Array.of(0, 1, 2),
    y: { kind: "values", values: Float64Array.of(1.5, -0, 1e300) },
  },
  "no target": { ...facts, task: "clustering", rows: Int32Array.of(0, 1), y: null, target: null, targetColumns: [] },
  "no rows": {
    ...facts,
    task: "regression",
    rows: new Int32Array(0),
    y: { kind: "values", values: new Float64Array(0) },
  },
};

describe("problemCodec", () => {
  it.each(Object.entries(problems))("keeps a problem with %s to the bit", async (_, problem) => {
    const digest = await problemCodec.write(store.artifacts, problem);
    expect(await problemCodec.read(store.artifacts, digest)).toEqual(problem);
  });

  it("refuses what is no problem: other bytes, and a container of something else", async () => {
    const text = await store.artifacts.put("{}");
    await expect(problemCodec.read(store.artifacts, text)).rejects.toThrow(
      "is not a resolved problem: its bytes are no container.",
    );
    const predictions = await predictionsCodec.write(store.artifacts, { values: Float64Array.of(1), nClasses: 0 });
    await expect(problemCodec.read(store.artifacts, predictions)).rejects.toMatchObject({
      code: "STORE_ARTIFACT_UNREADABLE",
      message: expect.stringContaining("is not a resolved problem: it holds something else."),
    });
  });
});

describe("predictionsCodec", () => {
  it.each<Predictions>([
    { values: Float64Array.of(0, 1), probabilities: Float64Array.of(0.75, 0.25, 0.5, 0.5), nClasses: 2 },
    { values: Float64Array.of(Number.NaN, 7.25), nClasses: 0 },
  ])("keeps predictions to the bit", async (predictions) => {
    const digest = await predictionsCodec.write(store.artifacts, predictions);
    expect(await predictionsCodec.read(store.artifacts, digest)).toEqual(predictions);
  });

  it("refuses a problem", async () => {
    const digest = await problemCodec.write(store.artifacts, problems["classes"]!);
    await expect(predictionsCodec.read(store.artifacts, digest)).rejects.toThrow("is not a model's predictions");
  });
});
