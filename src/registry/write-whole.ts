import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Random } from "../platform/index.ts";

/** Writes a file whole or not at all, replacing what was there. Its folder must be there. */
export async function writeWhole(path: string, bytes: Uint8Array, random: Random): Promise<void> {
  const temporary = join(dirname(path), `.${random.name()}.millrace`);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
