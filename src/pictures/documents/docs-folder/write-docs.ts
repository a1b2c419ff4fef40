import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fail, listNames } from "../../../errors/index.ts";
import type { Random } from "../../../platform/index.ts";
import type { DocsFile } from "./docs-folder.ts";
import { readMarker } from "./marker.ts";

/** The texts of a folder's files by name; undefined where there is none. */
export async function readDocs(folder: string, names: readonly string[]): Promise<Record<string, string | undefined>> {
  const texts = await Promise.all(names.map(async (name) => [name, await textOf(join(folder, name))] as const));
  return Object.fromEntries(texts);
}

/**
 * Writes the docs. A file that isn't ours, or that somebody has changed, refuses all of it before anything is written; every
 * file is on disk before the first takes its place, so that one that can't be written leaves the folder as it was.
 * @returns names of the files that changed
 * @throws DOCUMENTS_FILE_FOREIGN, DOCUMENTS_FILE_EDITED, DOCUMENTS_FOLDER_UNWRITABLE
 */
export async function writeDocs(folder: string, files: readonly DocsFile[], random: Random): Promise<string[]> {
  const found = await guarded(folder, () =>
    readDocs(
      folder,
      files.map(({ name }) => name),
    ),
  );
  refuseToOverwrite(folder, found);
  const changed = files.filter(({ name, text }) => found[name] !== text);
  await guarded(folder, () => putAll(folder, changed, random));
  return changed.map(({ name }) => name);
}

function refuseToOverwrite(folder: string, found: Readonly<Record<string, string | undefined>>): void {
  const there = Object.entries(found).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, readMarker(text)] as const],
  );
  const foreign = there.filter(([, read]) => read === null).map(([name]) => name);
  if (foreign.length > 0) throw fail("DOCUMENTS_FILE_FOREIGN", { folder, files: listNames(foreign) });
  const edited = there.filter(([, read]) => read?.isEdited).map(([name]) => name);
  if (edited.length > 0) throw fail("DOCUMENTS_FILE_EDITED", { folder, files: listNames(edited) });
}

async function putAll(folder: string, files: readonly DocsFile[], random: Random): Promise<void> {
  await mkdir(folder, { recursive: true });
  const staged = files.map(({ name, text }) => ({ name, text, temporary: join(folder, `.${random.name()}.millrace`) }));
  try {
    for (const { text, temporary } of staged) await put(temporary, text);
    for (const { name, temporary } of staged) await rename(temporary, join(folder, name));
  } catch (error) {
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })));
    throw error;
  }
}

async function put(path: string, text: string): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function guarded<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fail("DOCUMENTS_FOLDER_UNWRITABLE", { folder, reason: (error as Error).message }, { cause: error });
  }
}
