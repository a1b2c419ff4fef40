import { type PartState, stateStyles } from "./states.ts";
import { quoted } from "./text.ts";
import { withoutDirection } from "./without-direction.ts";

/** What must hold. `id` is a word of ours, `name` stands above and is unlike every other of requirements and evidence. */
export interface Requirement {
  readonly kind: "requirement" | "functional" | "performance" | "interface" | "physical" | "constraint";
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly risk: "low" | "medium" | "high";
  readonly verify: "test" | "analysis" | "inspection" | "demonstration";
  readonly state: PartState;
}

/** What shows whether it does. */
export interface Evidence {
  readonly name: string;
  readonly type: string;
  /** Figures, a digest, a sentence; "" where there is nothing yet. */
  readonly reference: string;
  readonly state: PartState;
}

/** By names. satisfies: it holds, and this shows it; verifies: this tells whether it holds. */
export interface RequirementLink {
  readonly from: string;
  readonly to: string;
  readonly kind: "satisfies" | "verifies" | "derives" | "traces" | "refines";
}

const words: Readonly<Record<Requirement["kind"], string>> = {
  requirement: "requirement",
  functional: "functionalRequirement",
  performance: "performanceRequirement",
  interface: "interfaceRequirement",
  physical: "physicalRequirement",
  constraint: "designConstraint",
};

/** Characters of a text: Mermaid sets each in one line, and draws a second over what follows. */
const widest = 64;

/** Mermaid's text. */
export function requirementLines(
  requirements: readonly Requirement[],
  evidence: readonly Evidence[],
  links: readonly RequirementLink[],
): string[] {
  return [
    "requirementDiagram",
    "  direction LR",
    ...requirements.flatMap(({ kind, id, name, text, risk, verify, state }) => [
      `  ${words[kind]} ${label(name)}:::${state} {`,
      `    id: ${quoted(id)}`,
      ...(text === "" ? [] : [`    text: ${short(text)}`]),
      `    risk: ${risk}`,
      `    verifymethod: ${verify}`,
      "  }",
    ]),
    ...evidence.flatMap(({ name, type, reference, state }) => [
      `  element ${label(name)}:::${state} {`,
      `    type: ${quoted(type)}`,
      ...(reference === "" ? [] : [`    docref: ${short(reference)}`]),
      "  }",
    ]),
    ...links.map(({ from, to, kind }) => `  ${label(from)} - ${kind} -> ${label(to)}`),
    ...stateStyles([...requirements, ...evidence].map(({ state }) => state)),
  ];
}

function label(name: string): string {
  return withoutDirection(quoted(name));
}

function short(text: string): string {
  const characters = [...text];
  return label(characters.length <= widest ? text : `${characters.slice(0, widest - 1).join("")}…`);
}
