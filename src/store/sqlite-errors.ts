import { statfsSync } from "node:fs";
import { fail, isMillraceError, type MillraceError } from "../errors/index.ts";
import { isCoded } from "./sqlite-codes.ts";

/**
 * The error of our table for one that SQLite raised: full disk, failed write, damage, no permission. Errors that are
 * neither SQLite's nor of the file system (a mistake in the code) come back as they are.
 */
export function storeError(error: unknown, home: string, what = "records"): unknown {
  if (isMillraceError(error) || !isCoded(error)) return error;
  const { code, message } = error;
  const cause = { cause: error };
  if (code === "SQLITE_FULL") return fail("STORE_DISK_FULL", { home, what }, cause);
  if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT")) {
    return fail("STORE_CORRUPT", { home, reason: message }, cause);
  }
  if (code.startsWith("SQLITE_READONLY")) return fail("STORE_READ_ONLY", { home }, cause);
  if (code.startsWith("SQLITE_CANTOPEN") || code.startsWith("SQLITE_PERM")) {
    return fail("STORE_HOME_UNUSABLE", { home, reason: message }, cause);
  }
  if (code.startsWith("SQLITE_IOERR")) {
    // SQLite can't grow its shared memory on a full disk and calls that an I/O error.
    return diskIsFull(home)
      ? fail("STORE_DISK_FULL", { home, what }, cause)
      : fail("STORE_WRITE_FAILED", { home, what, reason: message }, cause);
  }
  return fileError(error, home, what);
}

/** The error of our table for one that the file system raised; others come back as they are. */
export function fileError(error: unknown, home: string, what: string): unknown {
  if (isMillraceError(error) || !isCoded(error)) return error;
  const { code, message } = error;
  const cause = { cause: error };
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return fail("STORE_DISK_FULL", { home, what }, cause);
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
    case "EEXIST":
    case "ELOOP":
    case "ENAMETOOLONG":
    case "EMFILE":
    case "ENFILE":
      return fail("STORE_HOME_UNUSABLE", { home, reason: message }, cause);
    case "EIO":
      return fail("STORE_WRITE_FAILED", { home, what, reason: message }, cause);
    default:
      return error;
  }
}

/** Whether the error means that the disk can't be trusted any more: no retry, no more writes in this process. */
export function mustStop(error: unknown): error is MillraceError {
  return isMillraceError(error, "STORE_WRITE_FAILED") || isMillraceError(error, "STORE_CORRUPT");
}

function diskIsFull(home: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(home);
    return bavail * bsize < 64 * 1024;
  } catch {
    return false;
  }
}
