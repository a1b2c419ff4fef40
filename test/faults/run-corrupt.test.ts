import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "../../src/ml/random.ts";
import { systemPlatform } from "../../src/platform/index.ts";
import type { RunResult } from "../../src/run/index.ts";
import { openStore } from "../../src/store/index.ts";
import { json, run, smallWorkflow, workFolder } from "../e2e/command-line.ts";

/** F5: a damaged model or snapshot is refused by its digest, and never scores a row. */
describe("damaged artifacts", () => {
  const folder = workFolder();
  const home = join(folder.path, "home");
  let digest = "";

  beforeAll(async () => {
    smallWorkflow(folder.path);
    digest = json<RunResult>(await run(["run", folder.path, "--home", home, "--json"])).model!.digest;
  });
  afterAll(() => folder.remove());

  const predict = () =>
    run([
      "predict",
      "subscriptions",
      "--data",
      join(folder.path, "subscriptions.csv"),
      "--out",
      join(folder.path, "out.csv"),
      "--home",
      home,
      "--json",
    ]);

  it("refuses a model with one flipped byte or a cut end, and says which", async () => {
    const path = pathOf(digest);
    const whole = readFileSync(path);
    const draw = random(3, "damage");
    for (let i = 0; i < 3; i++) {
      const bytes = Buffer.from(whole);
      if (i < 2) bytes[draw.integer(bytes.length)]! ^= 1 << draw.integer(8);
      writeFileSync(path, bytes);
      if (i >= 2) truncateSync(path, draw.integer(whole.length));
      const ended = await predict();
      expect(ended.status, ended.stdout).toBe(2);
      expect(json<{ error: { code: string; message: string } }>(ended).error).toMatchObject({
        code: "STORE_ARTIFACT_CORRUPT",
        message: expect.stringContaining(digest.slice(7, 19)),
      });
    }
    writeFileSync(path, whole);
    expect((await predict()).status).toBe(0);
  });

  it("refuses a model and a snapshot with any byte changed or any end missing", async () => {
    const draw = random(5, "damage everywhere");
    const store = await openStore(home, { platform: systemPlatform, readOnly: true });
    try {
      for (const artifact of [digest, snapshotDigest()]) {
        const path = pathOf(artifact);
        const whole = readFileSync(path);
        for (let i = 0; i < 300; i++) {
          const bytes = Buffer.from(whole);
          const offset = i < 8 ? i : draw.integer(bytes.length);
          bytes[offset]! ^= 1 << draw.integer(8);
          writeFileSync(path, i % 3 === 2 ? whole.subarray(0, offset) : bytes);
          const refused = { code: "STORE_ARTIFACT_CORRUPT" };
          await expect(store.artifacts.read(artifact), `at ${offset}`).rejects.toMatchObject(refused);
          await expect(store.artifacts.path(artifact), `at ${offset}`).rejects.toMatchObject(refused);
        }
        writeFileSync(path, whole);
        expect(await store.artifacts.intact(artifact)).toBe(true);
      }
    } finally {
      await store.close();
    }
  });

  it("a damaged snapshot is made anew by the next run, which ends in the same model", async () => {
    const snapshot = pathOf(snapshotDigest());
    const bytes = readFileSync(snapshot);
    bytes[bytes.length >> 1]! ^= 255;
    writeFileSync(snapshot, bytes);
    expect((await run(["doctor", "--home", home])).status).toBe(1);
    const again = json<RunResult>(await run(["run", folder.path, "--home", home, "--json"]));
    expect(again.model).toMatchObject({ version: 1, digest });
    expect(again.steps.find((step) => step.name === "snapshot")!.cached).toBe(false);
    const why = await run(["why", "latest", "snapshot", "--home", home]);
    expect(why.stdout).toContain("gone or damaged");
    expect((await run(["doctor", "--home", home])).status).toBe(0);
  });

  function snapshotDigest(): string {
    const artifacts = join(home, "artifacts", "sha256");
    const names = readdirSync(artifacts).flatMap((sub) => readdirSync(join(artifacts, sub)));
    return `sha256:${names.find(
      (name) =>
        readFileSync(join(artifacts, name.slice(0, 2), name))
          .subarray(0, 4)
          .toString() === "PAR1",
    )}`;
  }

  function pathOf(artifact: string): string {
    const hex = artifact.slice("sha256:".length);
    const artifacts = join(home, "artifacts", "sha256");
    const sub = readdirSync(artifacts).find((name) =>
      readdirSync(join(artifacts, name)).some((file) => file.includes(hex.slice(2))),
    )!;
    return join(artifacts, sub, readdirSync(join(artifacts, sub)).find((file) => file.includes(hex.slice(2)))!);
  }
});
