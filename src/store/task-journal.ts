import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { digestOf } from "./artifacts.ts";
import { moveDurably, writeDurably } from "./durable-files.ts";
import { homeFolder, temporaryName } from "./home-folder.ts";

/**
 * Results of tasks by their key, so that an interrupted step goes on where it stopped. A result appears by temp file and
 * rename, at least once, and equal keys have equal results: no other bookkeeping is needed to resume.
 */
export interface TaskJournal {
  /** The result, or undefined where there is none (or none that is whole: the task is then simply done again). */
  read(key: string): Promise<unknown>;
  /** @throws STORE_DISK_FULL, STORE_HOME_UNUSABLE, STORE_WRITE_FAILED */
  write(key: string, result: unknown): Promise<void>;
}

/** What stands in a file: the digest tells a damaged result from a whole one, which a parser alone can't. */
interface Entry {
  readonly digest: string;
  readonly result: unknown;
}

/** @param path the home folder */
export function taskJournal(path: string): TaskJournal {
  const home = homeFolder(path);
  const pathOf = (key: string): string => {
    const hex = key.replace(/^sha256:/, "");
    return join(home.path, "tasks", hex.slice(0, 2), `${hex}.json`);
  };
  return {
    async read(key) {
      try {
        const { digest, result } = JSON.parse(await readFile(pathOf(key), "utf8")) as Entry;
        return digest === digestOfResult(key, result) ? result : undefined;
      } catch {
        return undefined;
      }
    },
    async write(key, result) {
      const entry: Entry = { digest: digestOfResult(key, result), result };
      const temporary = join(home.temporary, temporaryName("json"));
      await writeDurably(temporary, Buffer.from(JSON.stringify(entry)), home.path, "the result of a task");
      await moveDurably(temporary, pathOf(key), home.path, "the result of a task");
    },
  };
}

/** With the key in it, so that a file under another's name is no result. */
function digestOfResult(key: string, result: unknown): string {
  return digestOf(`${key}\n${JSON.stringify(result)}`);
}
