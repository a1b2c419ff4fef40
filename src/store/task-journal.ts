import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Platform } from "../platform/index.ts";
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
  /** How far a task had come when it last left word, as it left it; undefined where nothing whole is there. */
  readCheckpoint(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Replaces the task's earlier word. @throws STORE_DISK_FULL, STORE_HOME_UNUSABLE, STORE_WRITE_FAILED */
  writeCheckpoint(key: string, state: Uint8Array): Promise<void>;
  /** The task is done: how far it had come matters no more. */
  dropCheckpoint(key: string): Promise<void>;
}

/** What stands in a file: the digest tells a damaged result from a whole one, which a parser alone can't. */
interface Entry {
  readonly digest: string;
  readonly result: unknown;
}

/** @param path the home folder */
export function taskJournal(path: string, platform: Platform): TaskJournal {
  const home = homeFolder(path);
  const pathOf = (key: string, extension: "json" | "checkpoint"): string => {
    const hex = key.replace(/^sha256:/, "");
    return join(home.path, "tasks", hex.slice(0, 2), `${hex}.${extension}`);
  };
  const place = async (path: string, bytes: Uint8Array, what: string): Promise<void> => {
    const temporary = join(home.temporary, temporaryName("task", platform));
    await writeDurably(temporary, bytes, home.path, what);
    await moveDurably(temporary, path, home.path, what);
  };
  return {
    async read(key) {
      try {
        const { digest, result } = JSON.parse(await readFile(pathOf(key, "json"), "utf8")) as Entry;
        return digest === digestOfResult(key, result) ? result : undefined;
      } catch {
        return undefined;
      }
    },
    async write(key, result) {
      const entry: Entry = { digest: digestOfResult(key, result), result };
      await place(pathOf(key, "json"), Buffer.from(JSON.stringify(entry)), "the result of a task");
    },
    async readCheckpoint(key) {
      try {
        const file = await readFile(pathOf(key, "checkpoint"));
        const state = new Uint8Array(file.subarray(DIGEST_BYTES));
        return digestOfState(key, state).equals(file.subarray(0, DIGEST_BYTES)) ? state : undefined;
      } catch {
        return undefined;
      }
    },
    async writeCheckpoint(key, state) {
      await place(pathOf(key, "checkpoint"), Buffer.concat([digestOfState(key, state), state]), "a checkpoint");
    },
    async dropCheckpoint(key) {
      await rm(pathOf(key, "checkpoint"), { force: true });
    },
  };
}

const DIGEST_BYTES = 32;

function digestOfState(key: string, state: Uint8Array): Buffer {
  return createHash("sha256").update(`${key}\n`).update(state).digest();
}

/** With the key in it, so that a file under another's name is no result. */
function digestOfResult(key: string, result: unknown): string {
  return digestOf(`${key}\n${JSON.stringify(result)}`);
}
