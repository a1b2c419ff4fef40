import { beforeEach, describe, expect, it } from "vitest";
import { type Attempt, HeldClaims } from "./held-claims.ts";
import type { HeldClaim, RenewalReply } from "./renewal-messages.ts";

const times = { ttlMs: 300, stallMs: 1000, renewedAtMs: 0 };
const [one, two]: HeldClaim[] = [
  { key: "one", token: 1, ...times },
  { key: "two", token: 2, ...times, ttlMs: 600 },
];
const failure = (code: string): Attempt => ({ kind: "failed", code, message: "it failed" });

let nowMs: number;
let tickMs: number;
let answer: Attempt;
let renewed: string[];
let replies: RenewalReply[];
let claims: HeldClaims;
beforeEach(() => {
  [nowMs, tickMs, answer, renewed, replies] = [0, 0, { kind: "renewed" }, [], []];
  claims = new HeldClaims({
    elapsedMs: () => nowMs,
    lastTickMs: () => tickMs,
    renew: ({ key }) => {
      renewed.push(`${key} ${nowMs}`);
      return answer;
    },
    reply: (reply) => replies.push(reply),
  });
});
/** The thread's loop: sleeps until it has to look again. */
function until(endMs: number, ticks = true): void {
  for (let next = claims.round(); next <= endMs; next = claims.round()) {
    nowMs = next;
    if (ticks) tickMs = nowMs;
  }
  nowMs = endMs;
}

describe("the claims that a thread renews", () => {
  it("are renewed three times in their time, each by its own, until they are stopped", () => {
    claims.start(one!);
    claims.start(two!);
    until(400);
    expect(renewed).toEqual(["one 100", "one 200", "two 200", "one 300", "one 400", "two 400"]);
    claims.stop(1);
    until(600);
    expect(renewed.slice(6)).toEqual(["two 600"]);
    claims.stop(2);
    expect(claims.round()).toBe(Number.POSITIVE_INFINITY);
    expect(replies).toEqual([]);
  });

  it("are left alone while the main thread hangs, and looked at again when it ticks", () => {
    claims.start(one!);
    until(2000, false);
    expect(renewed.at(-1)).toBe("one 1000");
    answer = { kind: "gone" };
    tickMs = 2000;
    until(2100, false);
    expect(replies).toEqual([{ kind: "lost", token: 1, reason: "another owner took it over" }]);
    expect(claims.round()).toBe(Number.POSITIVE_INFINITY);
  });

  it("are asked for again soon where the records are locked, and lost after their whole time", () => {
    claims.start(one!);
    answer = { kind: "busy", message: "locked" };
    until(299);
    expect(renewed.length).toBeGreaterThan(15);
    expect(replies).toEqual([]);
    until(320);
    expect(replies).toEqual([{ kind: "lost", token: 1, reason: "it could not be renewed: locked" }]);
  });

  it("survive a full disk that has room again in time", () => {
    claims.start(one!);
    answer = failure("SQLITE_FULL");
    until(250);
    answer = { kind: "renewed" };
    until(900);
    expect(replies).toEqual([]);
  });

  it.each(["SQLITE_IOERR_FSYNC", "SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB"])(
    "after %s nothing is written until it is judged; then they go on or are lost",
    (code) => {
      claims.start(one!);
      claims.start(two!);
      answer = failure(code);
      until(100);
      expect(replies).toEqual([{ kind: "failed", code, message: "it failed" }]);
      answer = { kind: "renewed" };
      until(250);
      expect(renewed).toEqual(["one 100"]);
      claims.resume();
      until(260);
      expect(renewed.slice(1)).toEqual(["one 260", "two 260"]);
    },
  );
});
