import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallHome, smallHome } from "../../test/fixtures/small-run.ts";
import { exportOnnx, fitRows, logisticRegression } from "../ml/index.ts";
import { homeStore } from "../store/open-store.ts";
import { artifactNeeds } from "../store/references.ts";
import { reproduce } from "./reproduce.ts";
import type { FinishedRun } from "./run-workflow.ts";

/** A model of rides that was made elsewhere: after so many minutes they are late. */
function lateAfter(minutes: number): Uint8Array {
  const rows = Array.from({ length: 80 }, (_, i) => ({ minutes: i % 40, late: i % 40 > minutes ? "yes" : "no" }));
  return exportOnnx(fitRows({ rows, target: "late", estimator: logisticRegression() })).bytes;
}

describe("a run with a foreign candidate", () => {
  let home: SmallHome;
  let first: FinishedRun;
  const file = (name: string): string => join(home.folder, name);

  beforeAll(async () => {
    home = await smallHome();
    writeFileSync(file("present.onnx"), lateAfter(20));
    writeFileSync(
      home.file,
      `import { defineWorkflow, onnxModel, table } from "millrace";

export default defineWorkflow({
  name: "rides",
  problem: { target: "late", positive: "yes" },
  data: table("rides.csv"),
  candidates: [onnxModel({ file: "present.onnx" })],
  search: { trials: 5, folds: 2 },
  gates: [],
});
`,
    );
    first = await home.run();
  });
  afterAll(() => home.close());

  it("tries it once and keeps its file as long as its version", async () => {
    expect(first.result).toMatchObject({ status: "succeeded", model: { name: "rides", version: 1 } });
    const tried = first.result.leaderboard.map(({ estimator }) => estimator);
    expect(tried).toEqual(["onnxModel", "baseline"]);
    const digest = String(first.result.leaderboard[0]!.params["digest"]);
    const { artifacts } = homeStore(home.store);
    expect(Buffer.from(await artifacts.read(digest))).toEqual(Buffer.from(lateAfter(20)));
    expect((await artifactNeeds(home.store, artifacts)).get(digest)).toBe(Number.POSITIVE_INFINITY);
  });

  it("does everything anew for another file, and nothing for the same", async () => {
    const again = await home.run();
    expect(again.result.steps.every(({ cached }) => cached)).toBe(true);
    writeFileSync(file("present.onnx"), lateAfter(10));
    const { result } = await home.run();
    expect(result.steps.find(({ name }) => name === "train")).toMatchObject({ cached: false });
    expect(result.model).toMatchObject({ version: 2 });
    expect(result.leaderboard[0]!.score!).toBeGreaterThan(0.5);
  });

  it("is reproduced without the file", async () => {
    rmSync(file("present.onnx"));
    const { store, executor } = home;
    const signal = new AbortController().signal;
    const made = await reproduce({ store, executor, signal, reference: "rides@1", threads: 1 });
    expect(made).toMatchObject({ same: true, expected: first.result.model!.digest });
    await expect(home.run()).rejects.toMatchObject({ code: "WORKFLOW_MODEL_UNREADABLE", at: { line: 7 } });
  });
});
