import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofRun, tester } from "../../test/fixtures/envelopes.ts";
import { runStarted } from "../../test/fixtures/run-started.ts";
import { giveFeedback } from "../people/index.ts";
import { systemPlatform } from "../platform/index.ts";
import { homeSubject, type NewEvent } from "./events/index.ts";
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
  body: runStarted({ note: secret, tags: [secret] }),
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

  it("can't hide a change: all but free text stays bound by the hash, whatever a forged redaction claims", async () => {
    await store.commit([alert(secret), alert("b")]);
    await redactEvent(store, redaction(1));
    const [row] = await store.records.selectFrom("events").select("body").where("seq", "=", 1).execute();
    const change = (seq: number, set: { body?: string; actor?: string; text?: null; salt?: null }) =>
      store.write((tx) => tx.updateTable("events").set(set).where("seq", "=", seq).execute());
    const fault = async () => (await verifyLog(store)).fault;
    await change(1, { body: row!.body.replace("olga", "eve") });
    expect(await fault()).toEqual({ seq: 1, reason: "its content does not match its hash" });
    await change(1, { body: row!.body, actor: "eve" });
    expect((await fault())?.seq).toBe(1);
    await change(1, { actor: "test" });
    expect(await fault()).toBeNull();
    await change(2, { text: null, salt: null });
    expect(await fault()).toEqual({ seq: 2, reason: "its text is gone, and no event records a redaction" });
    // Somebody who may write can blank the text and claim a redaction; nothing else of the event changes with it.
    await store.commit({
      ...{ type: "event.redacted", subject: homeSubject, run: null, actor: tester },
      body: { event: 2, fields: [], reason: "none" },
    });
    expect(await fault()).toBeNull();
    await change(2, { body: row!.body.replace("warning", "info") });
    expect((await fault())?.seq).toBe(2);
  });

  it("leaves the text in no file of the home, and no digest of it to guess by", async () => {
    const said = "the patient is Jane Roe, born in Ulm";
    const feedback = { workflow: "w", phase: "data", score: 1, text: said, role: null };
    await giveFeedback(store, feedback, tester, "key-1");
    await store.commit([alert(said)]);
    await redactEvent(store, redaction(1));
    await redactEvent(store, redaction(2));
    expect(await store.records.selectFrom("answers").selectAll().execute()).toEqual([]);
    for (const name of (await readdir(folder)).filter((name) => name.startsWith("records.db"))) {
      expect((await readFile(join(folder, name))).includes("Jane Roe"), name).toBe(false);
    }
  });

  it("refuses an event that isn't there, and one without free text; nothing changes", async () => {
    await store.commit({ type: "run.resumed", ...ofRun("r1"), body: { reason: "killed" } });
    await expect(redactEvent(store, redaction(9))).rejects.toMatchObject({ code: "STORE_EVENT_UNKNOWN" });
    await expect(redactEvent(store, redaction(1))).rejects.toThrow('"run.resumed" holds no free text');
    expect(await store.events()).toHaveLength(1);
  });
});
