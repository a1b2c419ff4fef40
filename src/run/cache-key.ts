import { createHash } from "node:crypto";
import { canonicalJson } from "../ml/index.ts";
import type { Outputs } from "./step.ts";

/**
 * All that a step's result depends on. Its digest is the cache key, and it is kept as an artifact so that two executions
 * can be compared: the difference of two documents is the reason why a step ran again.
 */
export interface KeyDocument {
  readonly step: string;
  readonly build: string;
  readonly inputs: Outputs;
  readonly parameters: unknown;
}

export interface KeyChange {
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** "sha256:<hex>" of any plain value. */
export function digestOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
}

/** The members that differ, by path ("parameters.search.trials"), in the order of their names. */
export function compareKeys(before: KeyDocument, after: KeyDocument): KeyChange[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .filter((what) => old.get(what) !== now.get(what))
    .map((what) => ({ what, before: old.get(what) ?? null, after: now.get(what) ?? null }));
}

function flatten(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (value !== null && typeof value === "object") {
    for (const [key, member] of Object.entries(value)) flatten(member, path === "" ? key : `${path}.${key}`, into);
  } else {
    into.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
  return into;
}
