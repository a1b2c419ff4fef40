import { createHash } from "node:crypto";
import { canonicalJson } from "../../../ml/index.ts";
import type { Subject } from "../../subject.ts";
import { markdownDocument } from "../markdown.ts";
import { readMarker, withMarker } from "./marker.ts";
import type { DocsPage } from "./page.ts";
import { docsPages } from "./pages.ts";

/** A page as it is to be. */
export interface DocsFile {
  readonly name: string;
  readonly text: string;
  /** "declaration": it can be drawn where no history is known. */
  readonly shows: DocsPage["shows"];
}

/**
 * The docs of a workflow as files: the same bytes for the same declaration and history, wherever and whenever they are drawn.
 * @param workflowFile its name without folders
 */
export function drawDocs(subject: Subject, workflowFile: string): DocsFile[] {
  const declaration = digest(canonicalJson(subject.declaration));
  // What the log says after the newest event of this workflow belongs to others.
  const history = subject.life === null ? "none" : digest(canonicalJson(subject.life.log));
  return docsPages.map((page) => {
    const shown = page.shows === "declaration" ? { ...subject, run: null, life: null } : subject;
    const text = markdownDocument(page.draw({ subject: shown, workflowFile, declaration }));
    const from = { declaration, history: page.shows === "declaration" ? "none" : history };
    return { name: page.file, text: withMarker(text, from), shows: page.shows };
  });
}

function digest(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** What is wrong with a file of the folder. */
export interface DocsFault {
  readonly file: string;
  readonly state: "missing" | "foreign" | "edited" | "stale";
  readonly reason: string;
}

/**
 * What of the docs isn't as it should be. Where no history is known, a page that shows one is held to the declaration it was
 * drawn from, and to the digest of its own text; all else is compared byte for byte.
 * @param found the text of each file by its name; absent ones are missing
 */
export function checkDocs(
  expected: readonly DocsFile[],
  found: Readonly<Record<string, string | undefined>>,
  hasHistory: boolean,
): DocsFault[] {
  return expected.flatMap((file) => {
    const fault = faultOf(file, found[file.name], hasHistory);
    return fault === null ? [] : [{ file: file.name, ...fault }];
  });
}

function faultOf(file: DocsFile, text: string | undefined, hasHistory: boolean): Omit<DocsFault, "file"> | null {
  if (text === undefined) return { state: "missing", reason: "it isn't there" };
  const read = readMarker(text);
  if (read === null) return { state: "foreign", reason: "millrace docs didn't write it" };
  if (read.isEdited) return { state: "edited", reason: "it was changed by hand" };
  const wanted = readMarker(file.text)!.marker;
  const { marker } = read;
  if (marker.declaration !== wanted.declaration) return { state: "stale", reason: "the declaration has changed" };
  const isFromElsewhere = file.shows === "history" && !hasHistory && marker.history !== "none";
  if (isFromElsewhere) return null;
  if (marker.history !== wanted.history) return { state: "stale", reason: "more has happened since" };
  if (marker.text !== wanted.text) return { state: "stale", reason: "this version of Millrace writes it otherwise" };
  return null;
}
