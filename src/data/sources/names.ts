import { fail } from "../../errors/index.ts";

export interface NamedColumns {
  readonly names: readonly string[];
  readonly renamed: readonly { readonly position: number; readonly from: string; readonly to: string }[];
}

/**
 * Column names of a header: blanks around them removed, empty ones called `column_<position>`, and the second "x" `x_2`.
 * Any text may be a name (emoji, `__proto__`, 10 KB). Position counts from 1.
 */
export function nameColumns(header: readonly string[]): NamedColumns {
  const wanted = header.map((name, i) => (name.trim() === "" ? `column_${i + 1}` : name.trim()));
  const all = new Set(wanted);
  const taken = new Set<string>();
  const renamed: { position: number; from: string; to: string }[] = [];
  const names = wanted.map((name, i) => {
    let to = name;
    for (let n = 2; taken.has(to) || (to !== name && all.has(to)); n++) to = `${name}_${n}`;
    taken.add(to);
    if (to !== header[i]!.trim()) renamed.push({ position: i + 1, from: header[i]!, to });
    return to;
  });
  return { names, renamed };
}

/** @throws DATA_SCHEMA_DIFFERS where a further file's columns are not those of the first, in their order */
export function requireSameNames(
  expected: readonly string[],
  got: readonly string[],
  first: string,
  file: string,
): void {
  const missing = expected.filter((name) => !got.includes(name));
  const extra = got.filter((name) => !expected.includes(name));
  const parts = [
    missing.length === 0 ? "" : `it lacks ${missing.slice(0, 5).join(", ")}`,
    extra.length === 0 ? "" : `it adds ${extra.slice(0, 5).join(", ")}`,
  ].filter((part) => part !== "");
  if (parts.length === 0 && expected.some((name, i) => name !== got[i])) parts.push("the order is another");
  if (parts.length > 0) throw fail("DATA_SCHEMA_DIFFERS", { file, first, difference: parts.join("; ") });
}
