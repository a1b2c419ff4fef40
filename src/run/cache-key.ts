import { createHash } from "node:crypto";
import { canonicalJson } from "../ml/index.ts";
import { documentCodec } from "../store/index.ts";
import type { Outputs } from "./graph/port.ts";

/**
 * All that a step's result depends on. Its digest is the cache key, and it is kept as an artifact so that two executions
 * can be compared: the difference of two documents is the reason why a step ran again.
 */
export interface KeyDocument {
  /** The type of step: instances that read and are asked the same make the same. */
  readonly step: string;
  readonly build: string;
  readonly inputs: Outputs;
  readonly parameters: unknown;
}

/** How the document of a key is kept as an artifact. */
export const keyCodec = documentCodec<KeyDocument>("the document of a cache key", {
  step: "text",
  build: "text",
  inputs: "object",
  parameters: "object?",
});

/** One member that differs between two executions; null on the side where it is absent. */
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
  return differences(before, after, "").sort((a, b) => (a.what < b.what ? -1 : 1));
}

function differences(before: unknown, after: unknown, path: string): KeyChange[] {
  const names = new Set([...namesOf(before), ...namesOf(after)]);
  if (names.size > 0) {
    return [...names].flatMap((name) =>
      differences(memberOf(before, name), memberOf(after, name), path === "" ? name : `${path}.${name}`),
    );
  }
  const [old, now] = [shown(before), shown(after)];
  return old === now ? [] : [{ what: path, before: old, after: now }];
}

function namesOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** Text as it is, unless it reads like another value; null for what isn't there. */
function shown(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" && !readsAsJson(value) ? value : JSON.stringify(value);
}

function readsAsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
