import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { fail, listNames, suggestion } from "../errors/index.ts";
import { readDrawing, type Sketch, understand } from "../pictures/index.ts";

const drawingEndings = /\.(mmd|mermaid|md|markdown)$/i;

/**
 * Reads a drawing and says what it means.
 * @param given as the command line names it
 * @throws DRAWING_MISSING, DRAWING_KIND_UNKNOWN, DRAWING_LINE_UNREADABLE, DRAWING_TOO_LARGE, DRAWING_NOT_UNDERSTOOD
 */
export async function openDrawing(workingFolder: string, given: string): Promise<Sketch> {
  const path = resolve(workingFolder, given);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isDirectory()) {
    const beside = await readdir(found === undefined ? dirname(path) : path).catch(() => []);
    const drawings = beside.filter((name) => drawingEndings.test(name)).sort();
    const others = drawings.length === 0 ? "" : ` Drawings there: ${listNames(drawings)}.`;
    throw fail("DRAWING_MISSING", {
      path: given,
      reason: found === undefined ? "there is no such file" : "that is a folder",
      suggestion: `${suggestion(basename(path), drawings)}${others}`,
    });
  }
  return understand(readDrawing(await readFile(path, "utf8"), given), given);
}
