import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { type ManualPlatform, manualPlatform } from "../platform/index.ts";
import { commitOnce } from "./commit-once.ts";
import { type HomeStore, openStore } from "./open-store.ts";

const hourMs = 3_600_000;
let platform: ManualPlatform;
let folder: string;
let store: HomeStore;
let decided: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-once-"));
  platform = manualPlatform({ startMs: 1_000_000 });
  store = await openStore(folder, { platform });
  decided = 0;
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const write = (key: string | undefined, request: unknown = "a") =>
  commitOnce(store, {
    key,
    request,
    decide: async () => ({
      events: [{ type: "run.resumed", ...ofRun("r"), body: { reason: "x" } }],
      answer: { number: ++decided },
    }),
  });

describe("commitOnce", () => {
  it("gives the first answer again and writes nothing, from any process", async () => {
    expect(await write("k")).toMatchObject({ answer: { number: 1 }, isNew: true, events: [{ seq: 1 }] });
    const other = await openStore(folder, { platform });
    expect(await write("k")).toEqual({ answer: { number: 1 }, isNew: false, events: [] });
    await other.close();
    expect(await store.events()).toHaveLength(1);
  });

  it("decides once of many calls at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => write("k")));
    expect(answers.map(({ answer }) => answer.number)).toEqual(new Array(8).fill(1));
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it("refuses the key for another request, and an empty or endless key", async () => {
    await write("k");
    await expect(write("k", "b")).rejects.toMatchObject({ code: "STORE_KEY_REUSED" });
    await expect(write("")).rejects.toMatchObject({ code: "STORE_VALUE_REFUSED" });
    await expect(write("x".repeat(201))).rejects.toMatchObject({ code: "STORE_VALUE_REFUSED" });
    expect(await store.events()).toHaveLength(1);
  });

  it("keeps the answer for 24 hours, and no longer", async () => {
    await write("k");
    await platform.advance(23 * hourMs);
    expect((await write("k")).isNew).toBe(false);
    await platform.advance(hourMs);
    expect((await write("k")).isNew).toBe(true);
    await platform.advance(25 * hourMs);
    await write("another");
    expect(await store.records.selectFrom("answers").select("key").execute()).toEqual([{ key: "another" }]);
  });

  it("keeps no answer of what failed, and none without a key", async () => {
    const failing = commitOnce(store, {
      ...{ key: "k", request: "a" },
      decide: async () => {
        throw new Error("no");
      },
    });
    await expect(failing).rejects.toThrow("no");
    expect((await write("k")).isNew).toBe(true);
    await write(undefined);
    await write(undefined);
    expect(await store.events()).toHaveLength(3);
  });
});
