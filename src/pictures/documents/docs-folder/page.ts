import type { Subject } from "../../subject.ts";
import type { Document } from "../document.ts";

/** What pages are drawn from beside the subject. */
export interface DocsContext {
  readonly subject: Subject;
  /** The workflow file's name, without folders: docs are the same wherever they are written. */
  readonly workflowFile: string;
  /** Digest of the declaration as it is now. */
  readonly declaration: string;
}

/** One page of the folder: one file, one line in `pages.ts`. */
export interface DocsPage {
  readonly file: string;
  /** What it is for, for the table of contents. */
  readonly summary: string;
  /** "history": it shows what has happened, too, and is stale when more has. */
  readonly shows: "declaration" | "history";
  readonly draw: (context: DocsContext) => Document;
}
