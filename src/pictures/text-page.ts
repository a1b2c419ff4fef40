/** A label and its lines; without lines it is left out. */
export type Section = readonly [label: string, lines: readonly string[]];

/** A page of plain text: a title, then sections with their labels in a column of their own. */
export function page(title: string, sections: readonly Section[]): string[] {
  const shown = sections.filter(([, lines]) => lines.length > 0);
  const width = Math.max(0, ...shown.map(([label]) => label.length)) + 2;
  const body = shown.flatMap(([label, lines]) => [
    "",
    ...lines.map((line, i) => `${(i === 0 ? label : "").padEnd(width)}${line}`),
  ]);
  return ["", title, "=".repeat(title.length), ...body, ""];
}
