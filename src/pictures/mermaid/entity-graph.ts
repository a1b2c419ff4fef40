import { quoted, restOfLine } from "./text.ts";
import { withoutDirection } from "./without-direction.ts";

/** A table of an entity-relationship diagram. Its id is a word of ours; titles and attributes may be a user's. */
export interface Entity {
  readonly id: string;
  readonly title: string;
  readonly attributes: readonly Attribute[];
}

/** A column. */
export interface Attribute {
  /** A word of ours: "text". */
  readonly type: string;
  readonly name: string;
  readonly keys?: readonly ("PK" | "FK")[];
  readonly comment?: string;
}

/** How rows of two tables belong together: so many of `from` to so many of `to`. */
export interface EntityLink {
  readonly from: string;
  readonly to: string;
  readonly count: "one to one" | "one to many" | "maybe one to many" | "one to maybe one";
  readonly label: string;
}

const arrows: Readonly<Record<EntityLink["count"], string>> = {
  "one to one": "||--||",
  "one to many": "||--o{",
  "maybe one to many": "|o--o{",
  "one to maybe one": "||--o|",
};

/** Mermaid's text. */
export function entityLines(entities: readonly Entity[], links: readonly EntityLink[]): string[] {
  return [
    "erDiagram",
    ...entities.flatMap(({ id, title, attributes }) => [
      `  ${id}[${withoutDirection(quoted(title))}] {`,
      ...attributes.map((attribute) => `    ${attributeLine(attribute)}`),
      "  }",
    ]),
    ...links.map(({ from, to, count, label }) => `  ${from} ${arrows[count]} ${to} : ${quoted(label)}`),
  ];
}

function attributeLine({ type, name, keys = [], comment }: Attribute): string {
  const marks = keys.length === 0 ? "" : ` ${keys.join(", ")}`;
  return `${type} ${nameText(name)}${marks}${comment === undefined ? "" : ` ${quoted(comment)}`}`;
}

/** Plain words stay as they are; any other stands between backticks, which the escaped text has none of. */
function nameText(name: string): string {
  return /^[a-z][a-z0-9_]*$/.test(name) && !/^(pk|fk|uk)$/.test(name) ? name : `\`${restOfLine(name)}\``;
}
