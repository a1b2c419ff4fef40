import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Platform } from "../platform/index.ts";
import { digestOf } from "./artifacts.ts";
import { appendDurably } from "./durable-files.ts";
import { groupWrites } from "./group-writes.ts";
import { type HomeFolder, temporaryName } from "./home-folder.ts";

/** Results of the tasks of one search, by key. */
export interface TaskResults {
  /** The result, or undefined where there is none (or none that is whole: the task is then simply done again). */
  read(key: string): Promise<unknown>;
  /** Resolves when the result is durable. @throws STORE_DISK_FULL, STORE_HOME_UNUSABLE, STORE_WRITE_FAILED */
  write(key: string, result: unknown): Promise<void>;
}

/**
 * Results in files to which each process appends its own, a line each: `key digest result`. Results that arrive together
 * share a flush. The digest tells a whole line from a torn or damaged one; equal keys have equal results, so it doesn't
 * matter which of two lines is read. What other processes write after the first read isn't seen: it is done again.
 * @param prefix what the paths of the search's files begin with
 */
export function taskResults(prefix: string, home: HomeFolder, platform: Platform): TaskResults {
  const nextFile = (): string => `${prefix}.${temporaryName("results", platform)}`;
  let file = nextFile();
  let known: Promise<Map<string, string>> | undefined;
  const append = groupWrites<string>(async (lines) => {
    try {
      await appendDurably(file, Buffer.from(lines.join("")), home.path, "the result of a task");
    } catch (error) {
      // What a file holds after a failed flush is unknown, and nothing may follow a torn line.
      file = nextFile();
      throw error;
    }
  }, platform.machine);
  return {
    async read(key) {
      known ??= readWhole(prefix);
      const text = (await known).get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    async write(key, result) {
      const text = JSON.stringify(result);
      await append(`${key} ${digestOfResult(key, text)} ${text}\n`);
      if (known !== undefined) (await known).set(key, text);
    },
  };
}

/** The whole lines of a search's files. */
async function readWhole(prefix: string): Promise<Map<string, string>> {
  const results = new Map<string, string>();
  const folder = dirname(prefix);
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (!path.startsWith(`${prefix}.`) || !path.endsWith(".results")) continue;
    const lines = await readFile(path, "utf8").catch(() => "");
    for (const line of lines.split("\n")) {
      const [key = "", digest = ""] = line.split(" ", 2);
      const text = line.slice(key.length + digest.length + 2);
      if (digest === digestOfResult(key, text)) results.set(key, text);
    }
  }
  return results;
}

/** With the key in it, so that a result under another's key is none. */
function digestOfResult(key: string, text: string): string {
  return digestOf(`${key}\n${text}`);
}
