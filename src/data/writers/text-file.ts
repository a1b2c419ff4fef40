import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { fail, isMillraceError } from "../../errors/index.ts";
import type { Random } from "../../platform/index.ts";

/** A text file under a temporary name beside its own, renamed when whole. */
export class TextFile {
  readonly temporary: string;
  readonly #path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, temporary: string, handle: FileHandle) {
    this.#path = path;
    this.temporary = temporary;
    this.#handle = handle;
  }

  /** @throws DATA_WRITE_FAILED */
  static async create(path: string, random: Random): Promise<TextFile> {
    const temporary = `${path}.${random.name()}.tmp`;
    return await writing(path, async () => new TextFile(path, temporary, await open(temporary, "wx")));
  }

  /** @throws DATA_WRITE_FAILED; then nothing is left behind */
  async append(text: string): Promise<void> {
    await this.guarded(async () => {
      await this.#handle.appendFile(text, "utf8");
    });
  }

  /** Makes the bytes durable and closes the file under its temporary name. */
  async finish(): Promise<void> {
    await this.guarded(async () => {
      await this.#handle.sync();
      await this.#handle.close();
    });
  }

  /** Gives the file its name. */
  async publish(): Promise<void> {
    await this.guarded(async () => await rename(this.temporary, this.#path));
  }

  async abort(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.temporary, { force: true });
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await writing(this.#path, work);
    } catch (error) {
      await this.abort();
      throw error;
    }
  }
}

/** Runs a piece of writing; what goes wrong names the file. @throws DATA_WRITE_FAILED */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isMillraceError(error)) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw fail("DATA_WRITE_FAILED", { file: path, reason }, { cause: error });
  }
}
