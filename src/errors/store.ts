import { entry } from "./entry.ts";

/** What can go wrong in `store/`. */
export const storeErrors = {
  STORE_HOME_UNUSABLE: entry<{ home: string; reason: string }>({
    status: 503,
    exit: 2,
    meaning: "The home folder cannot be created, read or written.",
    message: (d) => `The home folder ${d.home} cannot be used: ${d.reason}.`,
    fix: () => "Name another folder with --home or MILLRACE_HOME, or correct its owner and permissions.",
  }),
  STORE_HOME_MISSING: entry<{ home: string }>({
    status: 404,
    exit: 2,
    meaning: "There is no Millrace home in that folder, and the command only reads.",
    message: (d) => `There is no Millrace home at ${d.home}.`,
    fix: () => "Run `millrace run` there first, or name the right home with --home or MILLRACE_HOME.",
  }),
  STORE_NEWER: entry<{ home: string; theirs: string; ours: string }>({
    status: 503,
    exit: 2,
    meaning: "The home was written by a newer Millrace, whose records this one does not know.",
    message: (d) => `The home ${d.home} has records of version ${d.theirs}; this Millrace knows them up to ${d.ours}.`,
    fix: () => "Install the newer Millrace that wrote this home, or use another home. Nothing was changed.",
  }),
  STORE_NEEDS_UPGRADE: entry<{ home: string; theirs: string; ours: string }>({
    status: 503,
    exit: 2,
    meaning:
      "The home was written by an older Millrace and is opened for reading only, so it cannot be brought forward.",
    message: (d) => `The home ${d.home} has records of version ${d.theirs}; they must first be brought to ${d.ours}.`,
    fix: () =>
      "Run any command that writes (`millrace run`, `millrace doctor`) once; a copy of the old records is kept.",
  }),
  STORE_CLOSED: entry<{ home: string }>({
    status: 503,
    exit: 1,
    meaning: "Something was written or claimed after the store had been closed.",
    message: (d) => `The store ${d.home} is closed.`,
    fix: () => "Open the store again; close it only when all work with it has ended.",
  }),
  STORE_READ_ONLY: entry<{ home: string }>({
    status: 409,
    exit: 1,
    meaning: "A write was asked of a store that was opened for reading only, or past `commit`.",
    message: (d) => `The store ${d.home} is open for reading here.`,
    fix: () => "Open it without `readOnly`, and write through `commit`.",
  }),
  STORE_BUSY: entry<{ home: string; waitedMs: number }>({
    status: 503,
    exit: 1,
    meaning: "Other processes kept the records locked for longer than anyone should wait.",
    message: (d) => `The records in ${d.home} stayed locked by another process for ${Math.round(d.waitedMs / 1000)} s.`,
    fix: () =>
      "Look for a stopped process that has this home open (a debugger, a suspended shell), end it, and try again.",
  }),
  STORE_DISK_FULL: entry<{ home: string; what: string }>({
    status: 507,
    exit: 2,
    meaning: "The disk (or the quota) has no room for what should be written; what was there before is whole.",
    message: (d) =>
      `No space left on the disk of ${d.home} while writing ${d.what}. Everything stored before is whole.`,
    fix: () =>
      "Free space (`millrace gc --budget 1GB` drops what nothing needs any more), then run the same command again.",
  }),
  STORE_WRITE_FAILED: entry<{ home: string; what: string; reason: string }>({
    status: 503,
    exit: 1,
    meaning: "The disk refused a write or a flush; the store stops writing rather than trust it.",
    message: (d) => `Writing ${d.what} in ${d.home} failed: ${d.reason}. This process writes no more.`,
    fix: () => "Check the disk, then start again: the store recovers to the last acknowledged write when it is opened.",
  }),
  STORE_CORRUPT: entry<{ home: string; reason: string }>({
    status: 503,
    exit: 1,
    meaning: "The file of records is damaged or is not one.",
    message: (d) => `The records in ${d.home} are damaged: ${d.reason}.`,
    fix: () => "Run `millrace doctor`, and restore the last backup with `millrace restore` where it cannot mend them.",
  }),
  STORE_VALUE_REFUSED: entry<{ what: string; reason: string }>({
    status: 400,
    exit: 1,
    meaning: "A value cannot be stored and read back the same.",
    message: (d) => `${d.what} cannot be stored: ${d.reason}.`,
    fix: () => "Store numbers that are finite, whole numbers up to 2^53 - 1, and text without NUL characters.",
  }),
  STORE_EVENT_REFUSED: entry<{ type: string; reason: string }>({
    status: 400,
    exit: 1,
    meaning:
      "An event holds something that JSON cannot carry, or contradicts the records (a version number taken already).",
    message: (d) => `The event "${d.type}" cannot be written: ${d.reason}.`,
    fix: () =>
      "Put null where a number is NaN or infinite; decide numbers and names inside `commit`, from what its `tx` reads.",
  }),
  STORE_EVENT_UNKNOWN: entry<{ seq: number }>({
    status: 404,
    exit: 2,
    meaning: "There is no event with that sequence number in the log.",
    message: (d) => `The log has no event ${d.seq}.`,
    fix: () => "Look the number up in what the log prints; numbers begin at 1.",
  }),
  STORE_EVENT_NEWER: entry<{ type: string; v: number; seq: number }>({
    status: 503,
    exit: 2,
    meaning: "The log holds an event of a kind or version that only a newer Millrace knows.",
    message: (d) => `Event ${d.seq} of the log is "${d.type}" in version ${d.v}, which this Millrace does not know.`,
    fix: () => "Install the newer Millrace that wrote it. Nothing was changed.",
  }),
  STORE_KEY_REUSED: entry<{ key: string }>({
    status: 409,
    exit: 2,
    meaning: "An idempotency key was used for another request within the last 24 hours.",
    message: (d) => `The idempotency key "${d.key}" was already used for another request.`,
    fix: () => "Use a new key for every new request, and the same key only to repeat the same one.",
  }),
  STORE_COMMIT_NESTED: entry<{ home: string }>({
    status: 500,
    exit: 1,
    meaning: "`commit` was called from inside another commit's decision, which would wait for itself for ever.",
    message: () => "A commit was started inside the decision of another commit.",
    fix: () => "Return all events from one decision, and read inside it only through its `tx`.",
  }),
  STORE_CLAIM_LOST: entry<{ key: string; token: number; holder: string }>({
    status: 409,
    exit: 1,
    meaning: "The writer's claim was taken over by another process, so its late write is refused.",
    message: (d) => `The claim "${d.key}" (token ${d.token}) is no longer held here; ${d.holder}.`,
    fix: () => "Nothing is lost: the new owner does the work. Start again if it has ended without finishing.",
  }),
  STORE_CLAIM_TIMEOUT: entry<{ key: string; holder: string; waitedMs: number }>({
    status: 503,
    exit: 1,
    meaning: "Work that another process holds was waited for longer than allowed.",
    message: (d) => `"${d.key}" was still held by ${d.holder} after ${Math.round(d.waitedMs / 1000)} s.`,
    fix: () => "Wait for that process, or end it: its claim is free at once.",
  }),
  STORE_DIGEST_INVALID: entry<{ digest: string }>({
    status: 400,
    exit: 2,
    meaning: "A digest is not written as sha256: and 64 hexadecimal digits.",
    message: (d) => `${JSON.stringify(d.digest)} is not a digest.`,
    fix: () => 'Write digests as "sha256:" and 64 lower-case hexadecimal digits.',
  }),
  STORE_ARTIFACT_MISSING: entry<{ digest: string; path: string }>({
    status: 404,
    exit: 2,
    meaning: "An artifact that a record names is not in the home (collected, or never stored).",
    message: (d) => `The artifact ${d.digest} is not there (expected ${d.path}).`,
    fix: () => "Run the workflow again: steps whose outputs are gone are made anew. Or restore a backup.",
  }),
  STORE_ARTIFACT_CORRUPT: entry<{ digest: string; path: string; got: string; sizeBytes: number }>({
    status: 422,
    exit: 2,
    meaning: "An artifact's bytes are not those that its digest names; it is refused.",
    message: (d) => `${d.path} is damaged: expected ${d.digest}, got ${d.got} (${d.sizeBytes} bytes).`,
    fix: (d) => `Delete ${d.path} and run the workflow again, which makes it anew, or restore a backup.`,
  }),
  STORE_PATH_REFUSED: entry<{ path: string; reason: string }>({
    status: 400,
    exit: 1,
    meaning: "A file that should be moved into the store is not one that the store named.",
    message: (d) => `${d.path} cannot be taken into the store: ${d.reason}.`,
    fix: () => "Write to the path that `temporaryPath` gives, close the file, then adopt it.",
  }),
  STORE_LOG_BROKEN: entry<{ home: string; seq: number; reason: string }>({
    status: 503,
    exit: 1,
    meaning: "The event log's chain of hashes does not hold: something was changed, removed or put in.",
    message: (d) => `The event log of ${d.home} is broken at event ${d.seq}: ${d.reason}.`,
    fix: () => "Restore the last backup whose chain holds; `millrace doctor` shows how far this one does.",
  }),
  STORE_RUN_UNKNOWN: entry<{ run: string; suggestion: string; known: string }>({
    status: 404,
    exit: 2,
    meaning: "No run has that id, or an id that begins so.",
    message: (d) =>
      `There is no run "${d.run}".${d.suggestion} ${d.known === "" ? "Nothing has run here yet" : `Runs: ${d.known}`}.`,
    fix: () => 'List the runs with `millrace ls`; an unambiguous beginning of the id, or "latest", is enough.',
  }),
  STORE_RUN_AMBIGUOUS: entry<{ run: string; matches: string }>({
    status: 400,
    exit: 2,
    meaning: "Several runs have ids that begin so.",
    message: (d) => `"${d.run}" could be any of these runs: ${d.matches}.`,
    fix: () => "Give more of the id.",
  }),
  STORE_MODEL_UNKNOWN: entry<{ model: string; suggestion: string; known: string }>({
    status: 404,
    exit: 2,
    meaning: "No registered model has that name.",
    message: (d) =>
      `There is no model "${d.model}".${d.suggestion} ${d.known === "" ? "No model is registered yet" : `Models: ${d.known}`}.`,
    fix: () => "List the models with `millrace ls`; a run registers one when its gates pass.",
  }),
  STORE_VERSION_UNKNOWN: entry<{ model: string; version: string; suggestion: string; known: string }>({
    status: 404,
    exit: 2,
    meaning: "The model has no such version or alias.",
    message: (d) => `The model "${d.model}" has no version or alias "${d.version}".${d.suggestion} It has: ${d.known}.`,
    fix: () => "Write MODEL, MODEL@VERSION (a number) or MODEL@ALIAS (like champion).",
  }),
  STORE_BACKUP_REFUSED: entry<{ file: string; reason: string }>({
    status: 400,
    exit: 2,
    meaning: "A backup cannot be written there, or the file is not a whole, untouched backup.",
    message: (d) => `${d.file}: ${d.reason}.`,
    fix: () => "Write to a path that is free; restore only from files that `millrace backup` wrote.",
  }),
  STORE_RESTORE_REFUSED: entry<{ home: string; reason: string }>({
    status: 409,
    exit: 2,
    meaning: "The place where a backup should be restored is not free.",
    message: (d) => `Nothing was restored to ${d.home}: ${d.reason}.`,
    fix: () => "Restore into a folder that does not exist or is empty.",
  }),
  STORE_FILE_UNREADABLE: entry<{ path: string; reason: string }>({
    status: 400,
    exit: 2,
    meaning: "A file of the user's cannot be read, or changed while it was read.",
    message: (d) => `${d.path} cannot be read: ${d.reason}.`,
    fix: () => "Check the path and its permissions, and wait until nobody writes to the file.",
  }),
} as const;
