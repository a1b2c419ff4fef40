import { entry } from "./entry.ts";

/** What can go wrong where documents are written. */
export const documentsErrors = {
  DOCUMENTS_FILE_FOREIGN: entry<{ folder: string; files: string }>({
    status: 409,
    exit: 2,
    meaning: "`millrace docs` would overwrite a file that it didn't write.",
    message: (d) => `In ${d.folder} stand files that millrace docs didn't write: ${d.files}. Nothing was written.`,
    fix: () => "Move them elsewhere, or write the docs into another folder with --out.",
  }),
  DOCUMENTS_FILE_EDITED: entry<{ folder: string; files: string }>({
    status: 409,
    exit: 2,
    meaning: "`millrace docs` would overwrite what somebody has changed by hand in a file that it wrote.",
    message: (d) => `In ${d.folder} somebody has changed by hand: ${d.files}. Nothing was written.`,
    fix: () => "Move those words into a file of your own, remove the changed files, and run it again.",
  }),
  DOCUMENTS_FOLDER_UNWRITABLE: entry<{ folder: string; reason: string }>({
    status: 500,
    exit: 2,
    meaning: "The folder of the docs can't be read or written.",
    message: (d) => `The docs can't be written to ${d.folder}: ${d.reason}.`,
    fix: () => "Check the folder's permissions, or name another with --out.",
  }),
} as const;
