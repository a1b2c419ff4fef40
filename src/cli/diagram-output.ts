import { existsSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative, resolve } from "node:path";
import { fail, suggestion } from "../errors/index.ts";
import { type Drawing, htmlPage, type Renderer, withRenderer } from "../pictures/index.ts";
import { type Invocation, type Terminal, text } from "./command.ts";

/** As what a picture is written. */
export const formats = ["mmd", "html", "svg", "png"] as const;
export type Format = (typeof formats)[number];

/** `--format`, else what the extension of `--out` says, else the one that is given. @throws CLI_OPTION_INVALID */
export function formatOf(invocation: Invocation, otherwise: Format): Format {
  const named = text(invocation, "format");
  if (named === undefined) {
    const extension = extname(text(invocation, "out") ?? "").slice(1);
    return formats.find((format) => format === extension.toLowerCase()) ?? otherwise;
  }
  const found = formats.find((format) => format === named);
  if (found !== undefined) return found;
  throw fail("CLI_OPTION_INVALID", {
    ...{ option: "--format", expected: formats.join(", "), got: named },
    suggestion: suggestion(named, formats),
  });
}

/** A file to be written. */
export interface DrawingFile {
  readonly path: string;
  /** The same for people: as it is seen from the working folder. */
  readonly shown: string;
  /** Several stand on one page. */
  readonly drawings: readonly Drawing[];
}

/**
 * Into which files drawings go; none where their texts are only shown.
 * @throws CLI_USAGE where several files would need a folder and none is named
 */
export function filesOf(
  invocation: Invocation,
  wanted: { format: Format; name: string; kind: string; drawings: readonly Drawing[] },
): DrawingFile[] {
  const { format, name, kind, drawings } = wanted;
  const out = text(invocation, "out");
  const { workingFolder } = invocation.terminal;
  const named = (of: string): string => `${name}-${of}.${format}`.replace(/[^\p{L}\p{N}._-]+/gu, "-");
  const file = (path: string, of: readonly Drawing[]): DrawingFile => {
    const short = relative(workingFolder, path);
    return { path, shown: short.startsWith("..") ? path : short, drawings: of };
  };
  if (out === undefined && format === "mmd" && kind !== "all") return [];
  if (format !== "html" && (kind === "all" || drawings.length > 1)) {
    if (out === undefined) {
      const reason = `${kind} as ${format} comes as several files: name their folder with --out`;
      throw fail("CLI_USAGE", { reason, command: "diagram" });
    }
    return drawings.map((drawing, i) => {
      const nth = drawings.slice(0, i).filter((other) => other.kind === drawing.kind).length;
      return file(resolve(workingFolder, out, named(`${drawing.kind}${nth === 0 ? "" : `-${nth + 1}`}`)), [drawing]);
    });
  }
  const path = resolve(workingFolder, out ?? named(kind));
  return [file(isFolder(path) ? join(path, named(kind)) : path, drawings)];
}

/**
 * Writes pictures: several as one page, else one to a file.
 * @throws CLI_USAGE where a file can't be written; what `withRenderer` throws
 */
export async function writeDrawings(terminal: Terminal, format: Format, files: readonly DrawingFile[]): Promise<void> {
  const each = async (content: (drawings: readonly Drawing[]) => Promise<string | Uint8Array> | string) => {
    for (const { path, drawings } of files) await write(path, await content(drawings));
  };
  if (format === "html") return each(htmlPage);
  if (format === "mmd") return each(([drawing]) => drawing!.text);
  const draw = (renderer: Renderer) => each(([drawing]) => renderer[format](drawing!));
  const { environment, interrupted, platform } = terminal;
  return withRenderer({ environment, machine: platform.machine, signal: interrupted }, draw);
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (error) {
    throw fail("CLI_USAGE", { reason: `${path} can't be written (${(error as Error).message})`, command: "diagram" });
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
