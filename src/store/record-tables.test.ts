import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { systemPlatform } from "../platform/index.ts";
import type { EventFamily } from "./events/index.ts";

interface WeatherBodies {
  "weather.seen": { place: string; degrees: number };
}
interface WeatherRow {
  place: string;
  degrees: number;
  note: string | null;
}

/** A family as a stranger would add it: one file, and one line in the table. Its first version knew Fahrenheit only. */
const weather: EventFamily<WeatherBodies, { weather: WeatherRow }> = {
  events: {
    "weather.seen": {
      summary: "somebody looks out of the window",
      v: 2,
      upcast: (body) => {
        const { place, fahrenheit } = body as { place: string; fahrenheit: number };
        return { place, degrees: Math.round(((fahrenheit - 32) * 5) / 9) };
      },
      from: "engineer",
      to: "pipeline",
      about: ["workflow"],
      freeText: ["place"],
    },
  },
  tables: {
    weather: {
      v: 1,
      key: ["place"],
      columns: { place: "text", degrees: "real", note: "text?" },
      indexes: [["degrees"]],
    },
  },
  projections: {
    "weather.seen": async (db, { body: { place, degrees } }) => {
      await db
        .insertInto("weather")
        .values({ place, degrees, note: null })
        .onConflict((conflict) => conflict.column("place").doUpdateSet({ degrees }))
        .execute();
    },
  },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-tables-"));
});
afterEach(async () => {
  vi.doUnmock("./events/families.ts");
  vi.resetModules();
  await rm(folder, { recursive: true, force: true });
});

/** The store as it is with one more line in the table of families. */
async function storeWith(family: unknown) {
  vi.resetModules();
  vi.doMock("./events/families.ts", async (original) => {
    const { eventFamilies } = (await original()) as { eventFamilies: readonly unknown[] };
    return { eventFamilies: [...eventFamilies, family] };
  });
  return import("./index.ts");
}

const seen = (place: string, degrees: number) =>
  ({ type: "weather.seen", ...ofRun(null), body: { place, degrees } }) as never;

describe("a family of events", () => {
  it("is one file and one line: appended, projected, compared, rebuilt and redacted", async () => {
    const { compareRecords, openStore, rebuildRecords, redactEvent, verifyLog } = await storeWith(weather);
    const store = await openStore(folder, { platform: systemPlatform });
    await store.commit([seen("Ulm", 4), seen("Ulm", 5), seen("Rome", 15)]);
    const rows = async () =>
      store.records
        .selectFrom("weather" as "runs")
        .selectAll()
        .execute();
    expect(await rows()).toEqual([
      { place: "Ulm", degrees: 5, note: null },
      { place: "Rome", degrees: 15, note: null },
    ]);
    await store.write((tx) => tx.deleteFrom("weather" as "runs").execute());
    expect(await compareRecords(store)).toEqual([
      { table: "weather", key: "Rome", fault: "missing" },
      { table: "weather", key: "Ulm", fault: "missing" },
    ]);
    await rebuildRecords(store);
    await redactEvent(store, { event: 3, reason: "x", actor: { kind: "person", name: "test" } });
    expect((await rows()).map((row) => (row as unknown as WeatherRow).place)).toEqual(["Ulm", "[redacted]"]);
    expect(await compareRecords(store)).toEqual([]);
    expect((await verifyLog(store)).fault).toBeNull();
    await store.close();
  });

  it("fills its table from the log of a home that is older than the table, and reads bodies of older versions", async () => {
    const first = {
      ...weather,
      tables: {},
      projections: {},
      events: { "weather.seen": { ...weather.events["weather.seen"], v: 1, upcast: undefined } },
    };
    const before = await (await storeWith(first)).openStore(folder, { platform: systemPlatform });
    await before.commit([{ ...(seen("Ulm", 0) as object), body: { place: "Ulm", fahrenheit: 41 } } as never]);
    await before.close();
    const { openStore, verifyLog } = await storeWith(weather);
    await expect(openStore(folder, { platform: systemPlatform, readOnly: true })).rejects.toMatchObject({
      code: "STORE_NEEDS_UPGRADE",
    });
    const store = await openStore(folder, { platform: systemPlatform });
    expect(
      await store.records
        .selectFrom("weather" as "runs")
        .selectAll()
        .execute(),
    ).toEqual([{ place: "Ulm", degrees: 5, note: null }]);
    expect((await store.events()).map(({ body }) => body)).toEqual([{ place: "Ulm", degrees: 5 }]);
    expect((await verifyLog(store)).fault).toBeNull();
    await store.close();
  });

  it("is refused politely by an older Millrace: tables and events that it doesn't know change nothing", async () => {
    const newer = await (await storeWith(weather)).openStore(folder, { platform: systemPlatform });
    await newer.commit(seen("Ulm", 4));
    await newer.close();
    vi.doUnmock("./events/families.ts");
    vi.resetModules();
    const { openStore } = await import("./index.ts");
    await expect(openStore(folder, { platform: systemPlatform })).rejects.toMatchObject({ code: "STORE_NEWER" });
    await expect(openStore(folder, { platform: systemPlatform, readOnly: true })).rejects.toMatchObject({
      code: "STORE_NEWER",
    });
    const without = { ...weather, tables: {}, projections: {} };
    const other = `${folder}/other`;
    const store = await (await storeWith(without)).openStore(other, { platform: systemPlatform });
    await store.commit(seen("Ulm", 4));
    await store.close();
    vi.doUnmock("./events/families.ts");
    vi.resetModules();
    const old = await (await import("./index.ts")).openStore(other, { platform: systemPlatform });
    await expect(old.events()).rejects.toMatchObject({ code: "STORE_EVENT_NEWER" });
    await old.close();
  });
});
