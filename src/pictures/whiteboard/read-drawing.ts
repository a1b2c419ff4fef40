import { readFile } from "node:fs/promises";
import type { Drawing } from "./drawing.ts";
import { drawingText } from "./drawing-text.ts";
import { readFlowchart } from "./read-flowchart.ts";
import { readSequence } from "./read-sequence.ts";

/**
 * Reads Mermaid's text of a sequence diagram or a flowchart, or the first such block of a Markdown file.
 * @param file as errors name it
 * @throws DRAWING_KIND_UNKNOWN, DRAWING_LINE_UNREADABLE, DRAWING_TOO_LARGE
 */
export function readDrawing(source: string, file: string): Drawing {
  const text = drawingText(source, file);
  return text.keyword === "sequenceDiagram" ? readSequence(text) : readFlowchart(text);
}

/**
 * Reads the drawing in a file.
 * @throws Node's error where the file can't be read; else as `readDrawing`
 */
export async function readDrawingFile(path: string, shown: string): Promise<Drawing> {
  return readDrawing(await readFile(path, "utf8"), shown);
}
