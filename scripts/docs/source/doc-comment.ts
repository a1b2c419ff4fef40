/** What a JSDoc comment says. */
export interface DocComment {
  /** The description, without tags; lines joined. */
  readonly text: string;
  readonly params: readonly { readonly name: string; readonly text: string }[];
  readonly throws: readonly string[];
  readonly see: readonly string[];
  /** Code of each `@example`, indentation kept. */
  readonly examples: readonly string[];
}

const tags = /(?:^|\s)@(param|throws|see|example|returns)(?=\s|$)/;

/** Reads the inside of a comment that begins with `/**`. @param value the comment without its slashes and first star */
export function parseDocComment(value: string): DocComment {
  const plain = value
    .replace(/^\*/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n");
  const [text = "", ...parts] = plain.split(tags);
  const found = {
    params: [] as DocComment["params"][number][],
    throws: [] as string[],
    see: [] as string[],
    examples: [] as string[],
  };
  for (let i = 0; i < parts.length; i += 2) {
    const content = parts[i + 1] ?? "";
    switch (parts[i]) {
      case "param": {
        const [, name = "", said = ""] = /^\s*(\S+)\s*([\s\S]*)$/.exec(content) ?? [];
        found.params.push({ name, text: joined(said) });
        break;
      }
      case "throws":
        found.throws.push(joined(content));
        break;
      case "see":
        found.see.push(joined(content));
        break;
      case "example":
        found.examples.push(
          content
            .replace(/^[ \t]*\n/, "")
            .trimEnd()
            .replace(/^ /, ""),
        );
    }
  }
  return { text: joined(text), ...found };
}

function joined(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}
