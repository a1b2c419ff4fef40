import { bare, quotedLines } from "./text.ts";

/** A thought and what belongs to it. */
export interface Thought {
  readonly lines: readonly string[];
  readonly children?: readonly Thought[];
}

/** Mermaid's text: the root in the middle, its branches around it, and what belongs to them as single lines. */
export function mindMapLines(root: Thought): string[] {
  return [
    "mindmap",
    `  root((${quotedLines(root.lines)}))`,
    ...(root.children ?? []).flatMap(({ lines, children = [] }) => [
      `    branch(${quotedLines(lines)})`,
      ...children.map((leaf) => `      ${leafWord(leaf.lines.join(", "))}`),
    ]),
  ];
}

/** A bare word may not begin with the diagram's own. */
function leafWord(text: string): string {
  return bare(text).replace(/^m(?=indmap\b)/i, (letter) => `#${letter.charCodeAt(0)};`);
}
