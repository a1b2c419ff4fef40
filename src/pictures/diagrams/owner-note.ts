import { steps } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { personText } from "../declared-words.ts";
import { note } from "../mermaid/sequence-lines.ts";

/** Whose part begins here, as the step declares its owner. */
export function ownerNote(spec: PortableSpec, step: string, over: readonly [string, string]): string {
  const { owner } = steps.find(({ name }) => name === step)!;
  return note(over, [`in the hands of ${personText(spec, owner)}`]);
}
