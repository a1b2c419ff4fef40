import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Platform } from "../platform/index.ts";
import { moveDurably, writeDurably } from "./durable-files.ts";
import { homeFolder, temporaryName } from "./home-folder.ts";
import { type TaskResults, taskResults } from "./task-results.ts";

/**
 * What an interrupted step goes on from: results of its tasks, and how far a long one had come. Only a cache: keys are digests of
 * all that a result depends on, Millrace's build among it, and what isn't found is done again.
 */
export interface TaskJournal {
  /** Results of tasks. @param search the digest of what they have in common: those of another search aren't looked at */
  results(search: string): TaskResults;
  /** How far a task had come when it last left word, as it left it; undefined where nothing whole is there. */
  readCheckpoint(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Replaces the task's earlier word. @throws STORE_DISK_FULL, STORE_HOME_UNUSABLE, STORE_WRITE_FAILED */
  writeCheckpoint(key: string, state: Uint8Array): Promise<void>;
  /** The task is done: how far it had come matters no more. */
  dropCheckpoint(key: string): Promise<void>;
}

/** @param path the home folder */
export function taskJournal(path: string, platform: Platform): TaskJournal {
  const home = homeFolder(path);
  const placeOf = (key: string): string => {
    const hex = key.replace(/^sha256:/, "");
    return join(home.path, "tasks", hex.slice(0, 2), hex);
  };
  const checkpointOf = (key: string): string => `${placeOf(key)}.checkpoint`;
  return {
    results: (search) => taskResults(placeOf(search), home, platform),
    async readCheckpoint(key) {
      try {
        const file = await readFile(checkpointOf(key));
        const state = new Uint8Array(file.subarray(DIGEST_BYTES));
        return digestOfState(key, state).equals(file.subarray(0, DIGEST_BYTES)) ? state : undefined;
      } catch {
        return undefined;
      }
    },
    async writeCheckpoint(key, state) {
      const temporary = join(home.temporary, temporaryName("task", platform));
      const bytes = Buffer.concat([digestOfState(key, state), state]);
      await writeDurably(temporary, bytes, home.path, "a checkpoint");
      await moveDurably(temporary, checkpointOf(key), home.path, "a checkpoint");
    },
    async dropCheckpoint(key) {
      await rm(checkpointOf(key), { force: true });
    },
  };
}

const DIGEST_BYTES = 32;

function digestOfState(key: string, state: Uint8Array): Buffer {
  return createHash("sha256").update(`${key}\n`).update(state).digest();
}
