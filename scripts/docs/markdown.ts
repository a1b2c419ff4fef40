/** A table; cells are Markdown, and empty columns are left out. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const kept = headings.map((_, column) => column).filter((column) => rows.some((row) => row[column] !== ""));
  const line = (cells: readonly string[]): string => `| ${kept.map((column) => cell(cells[column]!)).join(" | ")} |`;
  return [line(headings), `|${kept.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** Text as code within a line; holds backticks too. */
export function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A block of code. */
export function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}

/** "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** Paragraphs, lists and tables with an empty line between them; empty ones are left out. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

function cell(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
}
