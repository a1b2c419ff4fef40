import type { StepType } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { personText } from "../declared-words.ts";
import { note } from "../mermaid/sequence-lines.ts";

/** Whose part begins here, as the step declares its owner. */
export function ownerNote(spec: PortableSpec, { owner }: StepType, over: readonly [string, string]): string {
  return note(over, [`in the hands of ${personText(spec, owner)}`]);
}
