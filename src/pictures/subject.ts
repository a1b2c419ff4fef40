import type { RunStory } from "../run/index.ts";
import type { AliasRow, RunRow, StoredEvent, VersionRow } from "../store/index.ts";
import type { PortableSpec } from "../workflow/index.ts";

/** What a picture can be of: what was declared, one run, or a model's whole life. */
export type View = "declaration" | "run" | "life";

/** All that pictures are drawn from, gathered once. Plain data: a picture reads no store. */
export interface Subject {
  /** What was asked for; a picture that has nothing to say of it takes the next that it can draw. */
  readonly asked: View;
  /** Name of the workflow, and of the model that it makes. */
  readonly name: string;
  /** Of the run, or the newest. */
  readonly declaration: PortableSpec;
  /** The run that was asked for, or the workflow's newest; null before there is one. */
  readonly run: RunView | null;
  /** Null before the first run. */
  readonly life: LifeView | null;
}

/** One run: its story and every event of it, oldest first. */
export interface RunView {
  readonly story: RunStory;
  readonly events: readonly StoredEvent[];
}

/** A workflow's model from the first run on. */
export interface LifeView {
  /** Every run of the workflow, oldest first. */
  readonly runs: readonly RunRow[];
  /** Oldest first; none where no run came so far. */
  readonly versions: readonly VersionRow[];
  readonly aliases: readonly AliasRow[];
  /** Every event of those runs, of the model's aliases and what people said, oldest first. */
  readonly events: readonly StoredEvent[];
}
