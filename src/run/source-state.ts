import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The git commit of a folder and the hash of its uncommitted changes; both null outside of a checkout or without git. */
export interface SourceState {
  readonly commit: string | null;
  /** "sha256:<hex>" over the diff against HEAD and the list of untracked files; null where all is committed. */
  readonly dirty: string | null;
}

/** @param file any file inside the checkout, e.g. the workflow file */
export async function sourceState(file: string): Promise<SourceState> {
  const folder = dirname(file);
  const commit = await git(folder, "rev-parse", "HEAD");
  if (commit === null) return { commit: null, dirty: null };
  const status = await git(folder, "status", "--porcelain=v1", "--untracked-files=normal");
  if (status === null || status === "") return { commit: commit.trim(), dirty: null };
  const diff = (await git(folder, "diff", "HEAD", "--binary")) ?? "";
  return {
    commit: commit.trim(),
    dirty: `sha256:${createHash("sha256").update(status).update("\0").update(diff).digest("hex")}`,
  };
}

async function git(folder: string, ...args: string[]): Promise<string | null> {
  try {
    const { stdout } = await execute("git", ["-C", folder, ...args], { maxBuffer: 256 * 1024 * 1024, timeout: 10_000 });
    return stdout;
  } catch {
    return null;
  }
}
