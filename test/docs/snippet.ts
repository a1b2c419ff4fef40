/** A piece of TypeScript that stands in a page or a doc comment. */
export interface Snippet {
  /** Where a reader finds it: "docs/guide/01-first-model.md:12", "nulls in src/data/checks/nulls.ts". */
  readonly from: string;
  readonly code: string;
  /** The entry whose exports it may use without an import. */
  readonly entry: "millrace" | "millrace/ml";
}

/** Names that a snippet may use, by the entry that exports them. */
export type ImportableNames = Readonly<Record<Snippet["entry"], readonly string[]>>;

/** What a declaration needs at least; a snippet's own sections take their place. */
const needed: Readonly<Record<string, string>> = {
  name: 'name: "example"',
  problem: 'problem: { target: "y" }',
  data: 'data: table("data.csv")',
};
const sections = [
  "name",
  "problem",
  "data",
  "checks",
  "features",
  "split",
  "candidates",
  "search",
  "gates",
  "rollout",
  "monitor",
  "schedule",
  "seed",
];

/** Types of what an example speaks of without declaring it. */
const ambient: Readonly<Record<string, string>> = { X: "Matrix", y: "Target", frame: "Frame", c: "Columns" };

/** The snippet as a module of its own: sections of a declaration are put into one, values into a list. */
export function moduleOf({ code, entry }: Snippet, names: ImportableNames): string {
  if (/^import /m.test(code)) return `${code}\n`;
  const own = names[entry];
  const others = names.millrace.filter((name) => !own.includes(name));
  const imports = [
    `import { ${own.join(", ")} } from "${entry}";`,
    entry === "millrace" ? "" : `import { ${others.join(", ")} } from "millrace";`,
  ];
  return `${imports.join("\n")}\n${standIns(code)}\n${bodyOf(code)}\nexport {};\n`;
}

function standIns(code: string): string {
  return Object.entries(ambient)
    .filter(([name]) => !new RegExp(`\\b(const|let) ${name}\\b`).test(code))
    .map(([name, type]) => `declare const ${name}: import("millrace/ml").${type};`)
    .join("\n");
}

function bodyOf(code: string): string {
  const keys = [...code.matchAll(/^(\w+):/gm)].map(([, key]) => key!);
  if (keys.length > 0 && /^\w+:/.test(code)) {
    const filled = Object.keys(needed)
      .filter((key) => !keys.includes(key))
      .map((key) => needed[key]);
    if (keys.every((key) => sections.includes(key)))
      return `defineWorkflow({\n${[...filled, code.replace(/,\s*$/, "")].join(",\n")},\n});`;
    return `void ({\n${code}\n});`;
  }
  return /^(const|let|export|declare|if|for|await|type|interface)\b/.test(code) ||
    /;\s*$/.test(code) ||
    code.includes("; ")
    ? code
    : `void [\n${code}\n];`;
}
