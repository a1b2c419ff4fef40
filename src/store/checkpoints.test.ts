import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { systemPlatform } from "../platform/index.ts";
import { sealRow } from "./event-chain.ts";
import { proveEvent, verifyProof } from "./event-proof.ts";
import type { NewEvent } from "./events/index.ts";
import { MerkleTree } from "./merkle.ts";
import { type HomeStore, openStore } from "./open-store.ts";
import { verifyLog } from "./rebuild.ts";

let folder: string;
let store: HomeStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-checkpoints-"));
  store = await openStore(folder, { platform: systemPlatform });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const resumed = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, i) => ({ type: "run.resumed", ...ofRun("r"), body: { reason: `no. ${i}` } }));

const checkpoints = async () =>
  (await store.events({ types: ["log.checkpointed"] })).map((event) => ({ seq: event.seq, body: event.body }));

describe("checkpoints", () => {
  it("come every 1,000 events, also within one commit, and each covers all before it", async () => {
    const [before, after] = [await store.commit(resumed(998)), await store.commit(resumed(1500))];
    expect([before.length, after.length]).toEqual([998, 1500]);
    expect((await checkpoints()).map(({ seq, body }) => [seq, "size" in body && body.size])).toEqual([
      [1000, 999],
      [2000, 1999],
    ]);
    expect(await verifyLog(store)).toMatchObject({ events: 2500, fault: null });
  });

  it("have the root of the whole log, computed from its beginning", async () => {
    await store.commit(resumed(2100));
    const hashes = await store.records.selectFrom("events").select("hash").orderBy("seq").limit(1999).execute();
    const tree = new MerkleTree();
    for (const { hash } of hashes) tree.add(hash.replace("sha256:", ""));
    expect((await checkpoints()).at(-1)?.body).toMatchObject({ root: `sha256:${tree.root()}` });
  });

  it("let an event be proved by a short path, and nothing else", async () => {
    await store.commit(resumed(1100));
    const proof = (await proveEvent(store, 137))!;
    expect(proof.path.length).toBe(10);
    expect(verifyProof(proof)).toBe(true);
    const forged = { ...proof.event, body: proof.event.body.replace("no.", "No.") };
    expect(verifyProof({ ...proof, event: forged })).toBe(false);
    expect(verifyProof({ ...proof, event: { ...proof.event, seq: 138 } })).toBe(false);
    expect(verifyProof({ ...proof, root: `sha256:${"0".repeat(64)}` })).toBe(false);
    expect(await proveEvent(store, 1050)).toBeUndefined();
    expect(await proveEvent(store, 9999)).toBeUndefined();
  });

  it("find a log that was rewritten from some event on, every hash recomputed", async () => {
    await store.commit(resumed(1000));
    const rows = await store.records.selectFrom("events").selectAll().orderBy("seq").execute();
    let last = rows[3]!.hash;
    const forged = rows.slice(4).map(({ text, salt, ...row }) => {
      const actor = row.seq === 5 ? "eve" : row.actor;
      const sealed = sealRow({ ...row, actor, text: text! }, salt!, last);
      last = sealed.hash;
      return sealed;
    });
    await store.write(async (tx) => {
      await tx.deleteFrom("events").where("seq", ">", 4).execute();
      for (const row of forged) await tx.insertInto("events").values(row).execute();
    });
    expect((await verifyLog(store)).fault).toEqual({
      seq: 1000,
      reason: "its Merkle root is not that of the events before it",
    });
  });
});

describe("causes", () => {
  it("name an event of the log, or one of the same commit, also across a checkpoint", async () => {
    await store.commit(resumed(998));
    const chained = resumed(3).map((event, i): NewEvent => ({ ...event, cause: i === 0 ? 5 : { inCommit: i - 1 } }));
    const stored = await store.commit(chained);
    expect(stored.map(({ seq, cause }) => [seq, cause])).toEqual([
      [999, 5],
      [1001, 999],
      [1002, 1001],
    ]);
    const early: NewEvent = { ...resumed(1)[0]!, cause: { inCommit: 0 } };
    await expect(store.commit(early)).rejects.toThrow("its cause, no. 0 of the commit, isn't before it");
  });
});

describe("subjects", () => {
  it("find what belongs to them by an index", async () => {
    await store.commit([...resumed(2), { ...resumed(1)[0]!, ...ofRun("x", "other") }]);
    const found = await store.events({ subject: { kind: "workflow", name: "other" } });
    expect(found.map(({ run }) => run)).toEqual(["x"]);
    const { rows: plan } = await sql`explain query plan select * from events
      where subject_kind = 'workflow' and subject = 'other' and type in ('run.resumed')`.execute(store.records);
    expect(JSON.stringify(plan)).toMatch(/USING INDEX events_by_subject/);
  });

  it("must fit the kind of event", async () => {
    const wrong: NewEvent = { ...resumed(1)[0]!, subject: { kind: "home", name: "home" } };
    await expect(store.commit(wrong)).rejects.toMatchObject({ code: "STORE_EVENT_REFUSED" });
  });
});
