import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { firstFormatHome, firstFormatLog } from "../../../test/fixtures/first-format-home.ts";
import { systemPlatform } from "../../platform/index.ts";
import { RunCauses } from "../../run/run-causes.ts";
import { openConnections } from "../connections.ts";
import { openStore } from "../open-store.ts";
import { compareRecords, verifyLog } from "../rebuild.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-first-format-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a home of the first format", () => {
  it("is carried over: its log begins with the old one's last hash, and its records are what the log says", async () => {
    await firstFormatHome(folder);
    const store = await openStore(folder, { platform: systemPlatform });
    const events = await store.events();
    expect(events[0]!.previousHash).toBe(firstFormatLog.at(-1)!.hash);
    expect(await verifyLog(store)).toMatchObject({ events: events.length, fault: null });
    expect(await compareRecords(store)).toEqual([]);
    expect(events.at(-1)).toMatchObject({
      type: "home.migrated",
      body: { events: 100, head: firstFormatLog.at(-1)!.hash },
    });
    const copy = join(folder, "records.before-0002-subjects.db");
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.includes("partial"))).toEqual([]);
    await store.close();
  });

  it("says of each event what it is about, who did it, and what it follows from", async () => {
    await firstFormatHome(folder);
    const store = await openStore(folder, { platform: systemPlatform });
    const [run] = await store.events({ types: ["run.started"], limit: 1 });
    expect(run).toMatchObject({
      subject: { kind: "workflow", name: "rides" },
      cause: null,
      body: { trigger: "manual" },
    });
    expect(run!.actor).toEqual({ kind: "person", name: "unknown" });
    const [feedback] = await store.events({ types: ["feedback.given"] });
    expect(feedback).toMatchObject({ actor: { kind: "person", name: "dana" }, subject: { name: "rides" } });
    const checks = await store.events({ types: ["check.decided"] });
    const [step] = (await store.events({ run: checks[0]!.run! })).filter(
      (event) => event.type === "step.started" && event.body.step === "check",
    );
    expect(checks.slice(0, 2).map((check) => [check.cause, "position" in check.body && check.body.position])).toEqual([
      [step!.seq, 0],
      [step!.seq, 1],
    ]);
    const registered = await store.events({ subject: { kind: "model", name: "rides" }, types: ["version.registered"] });
    expect(registered.map(({ body }) => "version" in body && body.version)).toEqual([1, 2]);
    await store.close();
  });

  it("tells the causes that a live run would tell", async () => {
    await firstFormatHome(folder);
    const store = await openStore(folder, { platform: systemPlatform });
    const live = new Map<string, RunCauses>();
    for (const event of await store.events()) {
      if (event.run === null) continue;
      const causes = live.get(event.run) ?? new RunCauses(null);
      live.set(event.run, causes);
      expect([event.seq, event.cause]).toEqual([event.seq, causes.current]);
      causes.follow(event);
    }
    expect(live.size).toBe(5);
    await store.close();
  });

  it("knows its imports as imports: no run is left of them, and later references still fit", async () => {
    await firstFormatHome(folder);
    const store = await openStore(folder, { platform: systemPlatform });
    expect(await store.records.selectFrom("imports").selectAll().execute()).toMatchObject([
      { model: "churn", version: 1, file: "/home/dana/models/sklearn-columns-logistic.onnx" },
    ]);
    const life = await store.events({ subject: { kind: "model", name: "churn" } });
    expect(life.map(({ type, run }) => [type, run])).toEqual([
      ["model.imported", null],
      ["version.registered", null],
      ["alias.moved", null],
    ]);
    expect(life[1]!.cause).toBe(life[0]!.seq);
    const runs = await store.records.selectFrom("runs").select("workflow").distinct().execute();
    expect(runs).toEqual([{ workflow: "rides" }]);
    const reused = await store.events({ types: ["step.finished"] });
    for (const event of reused) {
      if (event.type !== "step.finished" || event.body.why.kind !== "unchanged") continue;
      const made = (await store.events({ since: event.body.why.from!.seq - 1, limit: 1 }))[0];
      expect(made).toMatchObject({ type: "step.finished", run: event.body.why.from!.run });
      expect(made?.type === "step.finished" && made.body.key).toBe(event.body.key);
    }
    await store.close();
  });

  it("is refused, and left as it was, where its log had been changed by hand", async () => {
    const forged = firstFormatLog.map((row) => (row.seq === 40 ? { ...row, actor: "eve" } : row));
    await firstFormatHome(folder, forged);
    await expect(openStore(folder, { platform: systemPlatform })).rejects.toMatchObject({ code: "STORE_LOG_BROKEN" });
    const { reader, close } = await openConnections(
      { file: join(folder, "records.db"), home: folder, platform: systemPlatform },
      true,
    );
    const { rows } = await sql<{ count: number }>`select count(*) as count from events where actor = 'eve'`.execute(
      reader,
    );
    expect(rows).toEqual([{ count: 1 }]);
    await close();
  });
});
