import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Results of tasks by their key, so that an interrupted step goes on where it stopped. A result appears by temp file and
 * rename, at least once, and equal keys have equal results: no other bookkeeping is needed to resume.
 */
export interface TaskJournal {
  /** The result, or undefined where there is none (or none that can be read: the task is then simply done again). */
  read(key: string): Promise<unknown>;
  write(key: string, result: unknown): Promise<void>;
}

/** @param home the home folder @throws whatever the file system throws while writing */
export function taskJournal(home: string): TaskJournal {
  const pathOf = (key: string): string => {
    const hex = key.replace(/^sha256:/, "");
    return join(home, "tasks", hex.slice(0, 2), `${hex}.json`);
  };
  return {
    async read(key) {
      try {
        return JSON.parse(await readFile(pathOf(key), "utf8"));
      } catch {
        return undefined;
      }
    },
    async write(key, result) {
      const path = pathOf(key);
      await mkdir(join(path, ".."), { recursive: true, mode: 0o700 });
      const temporary = `${path}.${process.pid}.${randomBytes(6).toString("hex")}`;
      const file = await open(temporary, "wx", 0o600);
      try {
        await file.writeFile(JSON.stringify(result));
        await file.sync();
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    },
  };
}
