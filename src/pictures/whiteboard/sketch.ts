import type { PeopleSpec } from "../../workflow/index.ts";
import type { DrawnRole } from "./participant-roles.ts";
import type { PartKind } from "./parts.ts";
import type { DrawnBound } from "./read-condition.ts";

/** A line of a drawing. */
export interface Drawn {
  /** From 1, in the file that was read. */
  readonly line: number;
  readonly text: string;
}

/** A value that a drawing gives, where it gives it, and what of it is a guess (null: it says so). */
export interface Said<T> extends Drawn {
  readonly value: T;
  readonly guess: string | null;
}

/** On which side of the decision on the metrics something is drawn; null: on neither. */
export type Side = "pass" | "fail" | null;

/** A part of a pipeline as a drawing has it. */
export interface SketchedPart extends Drawn {
  readonly part: PartKind;
  /** False where it was told from its surroundings, or from a mistyped word; `guess` says how. */
  readonly isSure: boolean;
  readonly guess: string | null;
  readonly side: Side;
  /** "Pipeline to Trainer"; null in flowcharts. */
  readonly between: string | null;
}

/** Who takes part, and as what. */
export interface SketchedParticipant {
  readonly line: number;
  readonly label: string;
  readonly role: DrawnRole;
  /** A person's own name, where it is given. */
  readonly person: string | null;
}

/** The decision on the metrics: what is asked, and what follows. */
export interface SketchedGate extends Drawn {
  /** Of which metric, in `metricTable`'s names; null where none is named. */
  readonly metric: Said<string> | null;
  readonly minimum: Said<number> | null;
  readonly goal: Said<number> | null;
  /** Bounds of other metrics. */
  readonly others: readonly Said<DrawnBound>[];
  readonly latencyMs: Said<number> | null;
  /** Compared with the model that answers now. */
  readonly champion: Drawn | null;
  readonly baseline: Drawn | null;
  readonly pass: readonly PartKind[];
  readonly fail: readonly PartKind[];
  /** True where something is drawn for a model that isn't good enough. */
  readonly hasFailBranch: boolean;
}

/** What is done again and again. */
export interface SketchedLoop extends Drawn {
  readonly parts: readonly PartKind[];
}

/** What Millrace understood of a drawing. */
export interface Sketch {
  readonly kind: "sequence" | "flowchart";
  readonly title: string | null;
  readonly participants: readonly SketchedParticipant[];
  /** In the order of the drawing; a part may come several times. */
  readonly parts: readonly SketchedPart[];
  readonly gate: SketchedGate | null;
  readonly loops: readonly SketchedLoop[];
  readonly people: Partial<Readonly<Record<keyof PeopleSpec, Said<string>>>>;
  readonly schedule: Said<string> | null;
  readonly canary: Said<readonly number[]> | null;
  readonly shadow: Said<string> | null;
  /** Over how long a window it is monitored. */
  readonly window: Said<string> | null;
  /** How long the truth takes to arrive. */
  readonly labelDelay: Said<string> | null;
  readonly trials: Said<number> | null;
  readonly folds: Said<number> | null;
  readonly testShare: Said<number> | null;
  readonly estimators: readonly Said<string>[];
  readonly notUnderstood: readonly Drawn[];
}
