import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofRun, tester } from "../../test/fixtures/envelopes.ts";
import { systemPlatform } from "../platform/index.ts";
import type { NewEvent } from "./events/index.ts";
import { type HomeStore, openStore } from "./open-store.ts";
import { compareRecords, rebuildRecords, verifyLog } from "./rebuild.ts";
import { redactEvent } from "./redact-event.ts";

let folder: string;
let store: HomeStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-redact-"));
  store = await openStore(folder, { platform: systemPlatform });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const secret = "the patient is Jane Roe";
const alert = (text: string): NewEvent => ({
  type: "alert.raised",
  ...ofRun("r1"),
  body: { severity: "warning", to: "olga", title: "check failed", text },
});
const started: NewEvent = {
  type: "run.started",
  ...ofRun("r1"),
  body: {
    ...{
      workflow: "w",
      declaration: "d",
      code: "c",
      trigger: "manual",
      seed: 1,
      threads: 1,
      node: "20",
      millrace: "0",
    },
    ...{ git: { commit: null, dirty: null }, note: secret, tags: [secret], workflowFile: "w.ts" },
  },
};
const finished: NewEvent = {
  type: "run.finished",
  ...ofRun("r1"),
  body: {
    ...{ status: "failed", verdict: null, result: null, durationMs: 1 },
    error: { code: "RUN_CHECK_FAILED", message: secret, fix: secret },
  },
};
const redaction = (event: number) => ({ event, reason: "asked by the person", actor: tester });

/** Everything that the home holds, as text. */
async function everything(): Promise<string> {
  const tables = ["events", "runs", "alerts"] as const;
  const rows = await Promise.all(tables.map((table) => store.records.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows);
}

describe("redactEvent", () => {
  it("blanks free text in log and records for ever, tells of it, and leaves a chain that holds", async () => {
    await store.commit([started, alert(secret), alert("stays"), finished]);
    const hashes = (await store.events()).map(({ hash }) => hash);
    expect(await redactEvent(store, redaction(2))).toEqual(["title", "text"]);
    await redactEvent(store, redaction(1));
    await redactEvent(store, redaction(4));
    expect(await everything()).not.toContain("Jane");
    const events = await store.events();
    expect(events.slice(0, 4).map(({ hash }) => hash)).toEqual(hashes);
    expect(events[0]).toMatchObject({ body: { note: "[redacted]", tags: [], workflow: "w" } });
    expect(events[1]).toMatchObject({ body: { title: "[redacted]", text: "[redacted]", to: "olga" } });
    expect(events[3]).toMatchObject({ body: { error: { code: "RUN_CHECK_FAILED", message: "[redacted]" } } });
    expect(events[4]).toMatchObject({
      ...{ type: "event.redacted", actor: tester, cause: 2 },
      body: { event: 2, fields: ["title", "text"], reason: "asked by the person" },
    });
    expect(await verifyLog(store)).toMatchObject({ events: 7, redacted: 3, fault: null });
    const alerts = await store.records.selectFrom("alerts").select("text").orderBy("seq").execute();
    expect(alerts).toEqual([{ text: "[redacted]" }, { text: "stays" }]);
  });

  it("leaves records that a rebuild from the redacted log agrees with", async () => {
    await store.commit([started, alert(secret), finished]);
    await redactEvent(store, redaction(1));
    await redactEvent(store, redaction(3));
    expect(await compareRecords(store)).toEqual([]);
    expect(await rebuildRecords(store)).toEqual([]);
    expect(await store.records.selectFrom("runs").select(["note", "status"]).execute()).toEqual([
      { note: "[redacted]", status: "failed" },
    ]);
  });

  it("is done once however often it is asked for", async () => {
    await store.commit(alert(secret));
    await redactEvent(store, redaction(1));
    expect(await redactEvent(store, redaction(1))).toEqual(["title", "text"]);
    expect(await store.events({ types: ["event.redacted"] })).toHaveLength(1);
  });

  it("can't be forged: text that is changed after a redaction is found, and so is a blank that nobody told of", async () => {
    await store.commit([alert(secret), alert("b")]);
    await redactEvent(store, redaction(1));
    const [row] = await store.records.selectFrom("events").select("body").where("seq", "=", 1).execute();
    const change = (seq: number, set: { body?: string; salt?: null }) =>
      store.write((tx) => tx.updateTable("events").set(set).where("seq", "=", seq).execute());
    await change(1, { body: row!.body.replace("olga", "eve") });
    expect((await verifyLog(store)).fault).toEqual({
      seq: 1,
      reason: "it was blanked or changed, and no event says so",
    });
    await change(1, { body: row!.body });
    expect((await verifyLog(store)).fault).toBeNull();
    await change(2, { salt: null });
    expect((await verifyLog(store)).fault?.seq).toBe(2);
  });

  it("refuses an event that isn't there, and one without free text; nothing changes", async () => {
    await store.commit({ type: "run.resumed", ...ofRun("r1"), body: { reason: "killed" } });
    await expect(redactEvent(store, redaction(9))).rejects.toMatchObject({ code: "STORE_EVENT_UNKNOWN" });
    await expect(redactEvent(store, redaction(1))).rejects.toThrow('"run.resumed" holds no free text');
    expect(await store.events()).toHaveLength(1);
  });
});
