import { fail } from "../errors/index.ts";
import { canonicalJson } from "../ml/index.ts";
import type { ArtifactStore } from "./store.ts";

declare const holds: unique symbol;

/** The digest of an artifact that holds a T. */
export type Stored<T> = string & { readonly [holds]?: T };

/** How a kind of value is read from an artifact. Bytes that hold anything else are refused. */
export interface Codec<T> {
  /** What it holds, for people: "a leaderboard". */
  readonly what: string;
  /** @throws STORE_ARTIFACT_UNREADABLE; STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT */
  read(artifacts: ArtifactStore, digest: string): Promise<T>;
}

/** A codec whose values are stored through it, too; tables are written by who streams them. */
export interface ValueCodec<T> extends Codec<T> {
  /** Stores the value, equal values as one artifact. @returns its digest */
  write(artifacts: ArtifactStore, value: T): Promise<Stored<T>>;
}

/** The members of a document and what each holds; the compiler holds it to the type. "?": may be absent or null. */
export type Members<T> = { readonly [K in keyof T]-?: MemberType<T[K]> };

type MemberType<V> = undefined extends V
  ? `${BaseType<NonNullable<V>>}?`
  : null extends V
    ? `${BaseType<NonNullable<V>>}?`
    : BaseType<V>;
type BaseType<V> = V extends string
  ? "text"
  : V extends number
    ? "number"
    : V extends boolean
      ? "boolean"
      : V extends readonly unknown[]
        ? "list"
        : "object";

/** A document in canonical JSON. @param what for people, with its article: "a leaderboard" */
export function documentCodec<T extends object>(what: string, members: Members<T>): ValueCodec<T> {
  return jsonCodec<T>(what, (value) => faultOf(value, members));
}

/** A list in canonical JSON. */
export function listCodec<T>(what: string): ValueCodec<readonly T[]> {
  return jsonCodec(what, (value) => (Array.isArray(value) ? null : "it is no list"));
}

function jsonCodec<T>(what: string, faultOfValue: (value: unknown) => string | null): ValueCodec<T> {
  return {
    what,
    write: async (artifacts, value) => (await artifacts.put(canonicalJson(value))) as Stored<T>,
    async read(artifacts, digest) {
      const value = parse(new TextDecoder().decode(await artifacts.read(digest)));
      const fault = value === undefined ? "it is no JSON" : faultOfValue(value);
      if (fault !== null) throw unreadable(digest, what, fault);
      return value as T;
    },
  };
}

/** An artifact that is whole, but isn't what it is read as. */
export function unreadable(digest: string, what: string, reason: string, cause?: unknown): Error {
  return fail("STORE_ARTIFACT_UNREADABLE", { digest, what, reason }, cause === undefined ? {} : { cause });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faultOf(value: unknown, members: Readonly<Record<string, string>>): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "it is no object";
  for (const [name, wanted] of Object.entries(members)) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    const isOptional = wanted.endsWith("?");
    if (member == null ? !isOptional : typeOf(member) !== wanted.replace("?", "")) {
      return `its ${name} is ${member == null ? "missing" : `of type ${typeOf(member)}`}, not ${wanted.replace("?", "")}`;
    }
  }
  return null;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return typeof value === "string" ? "text" : typeof value;
}
