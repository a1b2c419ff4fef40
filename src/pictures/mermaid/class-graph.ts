import { type PartState, stateStyles } from "./states.ts";
import { quoted, restOfLine } from "./text.ts";
import { wrapped } from "./wrapped.ts";

/** A class of a class diagram. Its id is a word of ours, never a user's. */
export interface ClassBox {
  readonly id: string;
  readonly title: string;
  /** Stands above the title: "request". */
  readonly stereotype: string;
  readonly fields: readonly string[];
  /** As they are declared: "fit(X, y, seed) Model". Words of ours. */
  readonly methods?: readonly string[];
  readonly state: PartState;
}

/** A relation, with how many of each end there are where that says something. */
export interface ClassLink {
  readonly from: string;
  readonly to: string;
  /** owns: a part of it; implements: is one of it; makes and uses: depends on it. */
  readonly kind: "owns" | "implements" | "uses";
  readonly fromCount?: string;
  readonly toCount?: string;
  readonly label?: string;
}

/** Characters of a field; longer ones go on in the next line. */
const widest = 44;

const arrows: Readonly<Record<ClassLink["kind"], string>> = { owns: "*--", implements: "..|>", uses: "..>" };

/** Mermaid's text. */
export function classLines(boxes: readonly ClassBox[], links: readonly ClassLink[]): string[] {
  return [
    "classDiagram",
    "  direction LR",
    ...boxes.flatMap(boxLines),
    ...links.map((link) => `  ${linkLine(link)}`),
    ...stateStyles(boxes.map(({ state }) => state)),
  ];
}

function boxLines({ id, title, stereotype, fields, methods = [], state }: ClassBox): string[] {
  return [
    `  class ${id}[${quoted(title)}]:::${state} {`,
    `    <<${stereotype}>>`,
    ...fields.flatMap((field) => wrapped(field, widest)).map((line) => `    ${fieldText(line)}`),
    ...methods.map((method) => `    ${method}`),
    "  }",
  ];
}

/** A field with a bracket would be a method. */
function fieldText(line: string): string {
  return restOfLine(line).replace(/[(){}]/g, (character) => `#${character.charCodeAt(0)};`);
}

function linkLine({ from, to, kind, fromCount, toCount, label }: ClassLink): string {
  const count = (text: string | undefined): string => (text === undefined ? "" : `${quoted(text)} `);
  return `${from} ${count(fromCount)}${arrows[kind]} ${count(toCount)}${to}${label === undefined ? "" : ` : ${label}`}`;
}
