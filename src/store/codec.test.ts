import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemPlatform } from "../platform/index.ts";
import { documentCodec, listCodec } from "./codec.ts";
import { openStore } from "./open-store.ts";
import type { Store } from "./store.ts";

interface Walk {
  readonly name: string;
  readonly steps: number;
  readonly isLong: boolean;
  readonly places: readonly string[];
  readonly weather: { readonly rain: boolean } | null;
  readonly note?: string;
}

const walks = documentCodec<Walk>("a walk", {
  name: "text",
  steps: "number",
  isLong: "boolean",
  places: "list",
  weather: "object?",
  note: "text?",
});
const walk: Walk = { name: "shore", steps: 9, isLong: false, places: ["pier"], weather: null };

let home: string;
let store: Store;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "millrace-codec-"));
  store = await openStore(home, { platform: systemPlatform });
});
afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

async function readAs(value: unknown): Promise<Walk> {
  return walks.read(store.artifacts, await store.artifacts.put(JSON.stringify(value)));
}

describe("documentCodec", () => {
  it("reads what it wrote, equal values as one artifact", async () => {
    const digest = await walks.write(store.artifacts, walk);
    const again = Object.fromEntries(Object.entries(walk).reverse()) as unknown as Walk;
    expect(await walks.write(store.artifacts, again)).toBe(digest);
    expect(await walks.read(store.artifacts, digest)).toEqual(walk);
    expect(await readAs({ ...walk, weather: { rain: true }, note: "windy" })).toMatchObject({ note: "windy" });
  });

  it.each([
    [{ ...walk, steps: "9" }, "its steps is of type text, not number"],
    [{ ...walk, places: undefined }, "its places is missing, not list"],
    [{ ...walk, places: { pier: 1 } }, "its places is of type object, not list"],
    [{ ...walk, weather: [] }, "its weather is of type list, not object"],
    [{ ...walk, note: 3 }, "its note is of type number, not text"],
    [[walk], "it is no object"],
  ])("refuses what is something else: %j", async (value, reason) => {
    await expect(readAs(value)).rejects.toMatchObject({
      code: "STORE_ARTIFACT_UNREADABLE",
      message: expect.stringMatching(new RegExp(`^The artifact sha256:\\w+ is not a walk: ${reason}.$`)),
    });
  });

  it("refuses bytes that are no JSON, and an artifact that isn't there as missing", async () => {
    const digest = await store.artifacts.put("name: shore");
    await expect(walks.read(store.artifacts, digest)).rejects.toThrow("is not a walk: it is no JSON.");
    await expect(walks.read(store.artifacts, `sha256:${"0".repeat(64)}`)).rejects.toMatchObject({
      code: "STORE_ARTIFACT_MISSING",
    });
  });
});

describe("listCodec", () => {
  it("takes lists and nothing else", async () => {
    const lists = listCodec<string>("a list of places");
    expect(await lists.read(store.artifacts, await lists.write(store.artifacts, ["pier"]))).toEqual(["pier"]);
    const other = await store.artifacts.put("{}");
    await expect(lists.read(store.artifacts, other)).rejects.toThrow("is not a list of places: it is no list.");
  });
});
