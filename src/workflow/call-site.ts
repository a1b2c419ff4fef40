import { fileURLToPath } from "node:url";
import type { SourceLocation } from "../errors/index.ts";

/** Folder of this package, with a slash at its end: the parent of `src/` or `dist/`. */
const packageFolder = slashes(fileURLToPath(new URL("../../", import.meta.url)));
const framesRead = 40;

/**
 * Where in the user's own file the running builder was called: the nearest frame of the stack that is not Millrace's.
 * Undefined where no frame is the user's (a REPL, `eval`).
 */
export function callSite(): SourceLocation | undefined {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = framesRead;
  const stack = new Error("call site").stack;
  Error.stackTraceLimit = before;
  return firstOutside(stack ?? "", packageFolder);
}

/** The first frame of a V8 stack text that stands neither in Millrace, nor in a loader, nor in Node itself. */
export function firstOutside(stack: string, ownFolder: string): SourceLocation | undefined {
  for (const line of stack.split("\n").slice(1)) {
    const frame = parseFrame(line);
    if (frame !== undefined && !isForeign(frame.file, ownFolder)) return frame;
  }
  return undefined;
}

/** File and line of one line of a V8 stack; undefined for native, anonymous and Node's own frames. */
export function parseFrame(line: string): SourceLocation | undefined {
  const match = /^\s*at (?:.*?\()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+)(?::\d+)?\)?$/.exec(line);
  if (match === null) return undefined;
  const file = match[1]!.startsWith("file://") ? fileURLToPath(match[1]!.replace(/\?.*$/, "")) : match[1]!;
  return { file, line: Number(match[2]) };
}

function isForeign(file: string, ownFolder: string): boolean {
  const path = slashes(file);
  if (/\/node_modules\/(millrace|jiti|vitest|@vitest|vite)\//.test(path)) return true;
  if (!path.startsWith(ownFolder)) return false;
  // Millrace's own tests call builders as a user does.
  return /^(src|dist)\//.test(path.slice(ownFolder.length)) && !/\.test\.[jt]s$/.test(path);
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}
