/** Who takes part: the roles and services between which messages go. */
export type Participant =
  | "engineer"
  | "data source"
  | "pipeline"
  | "trainer"
  | "validator"
  | "registry"
  | "deployment"
  | "monitor"
  | "gatekeeper"
  | "stakeholder";

export type SubjectKind = "workflow" | "model" | "deployment" | "person" | "home";

/** What an event belongs to: all events of a subject are found by an index, without a scan of the log. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
}

/** The subject of what concerns the home as a whole. */
export const homeSubject: Subject = { kind: "home", name: "home" };

/** Who did it: a person by name, or a duty (what happens by itself) by name. Never a process or a command. */
export interface Actor {
  readonly kind: "person" | "duty";
  readonly name: string;
}

/** The event that led to another: its sequence number, its position among the events of the same commit, or nothing. */
export type Cause = number | { readonly inCommit: number } | null;

/** What a writer hands over; sequence number, time, salt and hashes are the log's. */
export interface UnsealedEvent<Type extends string, Body> {
  readonly type: Type;
  readonly subject: Subject;
  /** The run that this belongs to, if any. */
  readonly run: string | null;
  /** Default: null, nothing in this log led to it. */
  readonly cause?: Cause;
  readonly actor: Actor;
  readonly body: Body;
}

/** An event as the log holds it, its body in the newest version of its kind. */
export interface SealedEvent<Type extends string, Body> extends UnsealedEvent<Type, Body> {
  readonly seq: number;
  /** Milliseconds since 1970-01-01 UTC. Orders nothing: `seq` does. */
  readonly at: number;
  readonly cause: number | null;
  /** Hash of the event before it, or what the log begins with. */
  readonly previousHash: string;
  /** SHA-256 over `previousHash` and the salted hash of all that the event says. */
  readonly hash: string;
}
