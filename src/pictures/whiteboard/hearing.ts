import type { ChoiceSort } from "./judge-choice.ts";
import type { DrawnRole } from "./participant-roles.ts";
import type { PartKind } from "./parts.ts";
import type { Drawn } from "./sketch.ts";
import type { Choice, Loop, Told, Utterance } from "./telling.ts";

/** A part with what it was told of: sides are known only when all is heard. */
export interface HeardPart {
  readonly told: Told;
  readonly line: number;
  readonly text: string;
  readonly part: PartKind;
  readonly isSure: boolean;
  readonly guess: string | null;
}

/** What is known while a drawing is gone through. */
export interface Hearing {
  readonly heard: HeardPart[];
  readonly before: Set<PartKind>;
  readonly sorts: Map<Choice, ChoiceSort>;
  readonly loops: Loop[];
  readonly missed: Drawn[];
  readonly roleOf: (utterance: Utterance) => { from: DrawnRole | null; to: DrawnRole | null };
}
