import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import Libsql from "libsql";
import { systemPlatform } from "../../platform/index.ts";
import { isBusy, isCoded } from "../sqlite-codes.ts";
import { type Attempt, HeldClaims } from "./held-claims.ts";
import {
  type HeldClaim,
  type RenewalReply,
  type RenewalRequest,
  type RenewalStart,
  sharedState,
} from "./renewal-messages.ts";

/**
 * The thread that renews claims: it sleeps until the next renewal or request and never comes back to its event loop, so
 * nothing that the main thread does can hold it up. Its imports are few: every open store with a claim has one.
 */
const { file, shared } = workerData as RenewalStart;
const { tick, control } = sharedState(shared);
const { clock, machine } = systemPlatform;
const port = parentPort!;
let database: Libsql.Database | undefined;

const claims = new HeldClaims({
  elapsedMs: () => machine.elapsedMs(),
  lastTickMs: () => Number(Atomics.load(tick, 0)),
  renew,
  reply: (reply: RenewalReply) => port.postMessage(reply),
});

port.postMessage({ kind: "ready" } satisfies RenewalReply);
while (Atomics.load(control, 1) === 0) {
  const seen = Atomics.load(control, 0);
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
    take(next.message as RenewalRequest);
  }
  const waitMs = claims.round() - machine.elapsedMs();
  if (waitMs > 0) Atomics.wait(control, 0, seen, waitMs);
}
database?.close();
port.close();

function take(request: RenewalRequest): void {
  if (request.kind === "start") claims.start(request.claim);
  else if (request.kind === "stop") claims.stop(request.token);
  else claims.resume();
}

function renew(claim: HeldClaim): Attempt {
  try {
    database ??= open();
    return { kind: extend(database, claim) ? "renewed" : "gone" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isLockRefused = isBusy(error) && database?.inTransaction !== true;
    if (isLockRefused) return { kind: "busy", message };
    discard();
    return { kind: "failed", code: isCoded(error) ? error.code : "", message };
  }
}

/**
 * Takes the lock before anything else, and by `exec`, which ends its statement at once: an update that was refused the lock
 * would stay in progress, and no later one would be committed or let go of its lock while it does.
 */
function extend(records: Libsql.Database, { key, token, ttlMs }: HeldClaim): boolean {
  records.exec("begin immediate");
  const until = [clock.now() + ttlMs, machine.elapsedMs() + ttlMs, key, token];
  const sql = "update claims set until = ?, until_ms = ? where key = ? and token = ?";
  const { changes } = records.prepare(sql).run(until);
  records.exec("commit");
  return changes > 0;
}

/** Closing rolls back what was begun, also where the disk refuses a rollback. */
function discard(): void {
  const records = database;
  database = undefined;
  try {
    records?.close();
  } catch {
    // What closing reports is about the failure that is reported already.
  }
}

/** As the store's own connections: in WAL (the file remembers it), and durable before a renewal counts. */
function open(): Libsql.Database {
  const opened = new Libsql(file, { timeout: 20, fileMustExist: true });
  try {
    opened.exec("pragma synchronous = full");
    return opened;
  } catch (error) {
    opened.close();
    throw error;
  }
}
