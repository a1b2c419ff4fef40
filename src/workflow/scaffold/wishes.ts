import type { PeopleSpec } from "../specs.ts";

/** A value that a first workflow file shall hold, and its comment: where it comes from, or that it is a guess. */
export interface Wish<T> {
  readonly value: T;
  readonly why: string;
}

/** Sections of a workflow file that a comment may stand above. */
export type CitedSection = "data" | "checks" | "split" | "candidates" | "gates" | "rollout" | "monitor";

/** What is known of a workflow beside its data: from a drawing, say. Every value must be one that lint accepts. */
export interface ScaffoldWishes {
  /** Comment lines at the head of the file. */
  readonly head?: readonly string[];
  /** Comment lines above a section. */
  readonly cited?: Partial<Readonly<Record<CitedSection, readonly string[]>>>;
  readonly objective?: Wish<string> | undefined;
  readonly metric?: Wish<string> | undefined;
  readonly minimum?: Wish<number> | undefined;
  readonly goal?: Wish<number> | undefined;
  readonly people?: Partial<Readonly<Record<keyof PeopleSpec, Wish<string>>>>;
  /** Without a column to look at, a check that the table isn't empty stands for those that were asked for. */
  readonly checks?: Wish<true> | undefined;
  readonly testShare?: Wish<number> | undefined;
  /** Names of estimators, tried in place of the default ones. */
  readonly estimators?: readonly Wish<string>[];
  readonly trials?: Wish<number> | undefined;
  readonly folds?: Wish<number> | undefined;
  /** Minimums of other metrics, beside the problem's. */
  readonly minimums?: readonly Wish<{ readonly metric: string; readonly minimum: number }>[];
  readonly notWorseThanChampion?: Wish<true> | undefined;
  readonly latencyMs?: Wish<number> | undefined;
  readonly shadow?: Wish<string> | undefined;
  /** The role that must approve; it needs a person in `people`. */
  readonly approval?: Wish<keyof PeopleSpec> | undefined;
  readonly canary?: Wish<readonly number[]> | undefined;
  readonly window?: Wish<string> | undefined;
  /** Needs `window`. */
  readonly labelDelay?: Wish<string> | undefined;
  readonly schedule?: Wish<string> | undefined;
}
