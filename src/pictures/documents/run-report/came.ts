import type { ColumnManifest, SnapshotManifest } from "../../../data/index.ts";
import type { RunView, Subject } from "../../subject.ts";
import { count, counted, figure, size } from "../../words.ts";
import { type Block, details, facts, fixed, muted, type Section, section, table, type Words } from "../document.ts";
import { longTable } from "../long-table.ts";
import { pictureOf } from "../picture-block.ts";

/** What data came: files with their digests, columns with their kinds, and what was left out or set aside. */
export function came({ story: { manifest } }: RunView, subject: Subject): Section | null {
  if (manifest === null) return null;
  return section("data", "What data came", [
    facts([
      ["Table", `${counted(manifest.rows, "row")}, ${counted(manifest.columns.length, "column")}`],
      manifest.dropped.length === 0 ? null : ["Left out as declared", manifest.dropped.join(", ")],
      manifest.rejectedCount === 0
        ? null
        : ["Set aside", `${counted(manifest.rejectedCount, "row")} that don't fit the header`],
    ]),
    ...filesTable(manifest),
    ...renamedTable(manifest),
    rejectedTable(manifest),
    ...columnsTable(manifest),
    pictureOf(subject, "run", "class"),
    pictureOf(subject, "run", "er"),
  ]);
}

function filesTable({ files }: SnapshotManifest): Block[] {
  const rows = files.map(({ path, sizeBytes, digest }) => [path, size(sizeBytes), fixed(digest)]);
  return longTable(["File", "Size>", "SHA-256"], rows, 10, "file");
}

function renamedTable({ renamed }: SnapshotManifest): Block[] {
  const rows = renamed.map(({ position, from, to }) => [String(position), from === "" ? muted("(no name)") : from, to]);
  return longTable(["Column no.>", "Called", "Read as"], rows, 10, "column");
}

const mostRejected = 50;

function rejectedTable({ rejected, rejectedCount }: SnapshotManifest): Block | null {
  if (rejected.length === 0) return null;
  const rows = rejected.slice(0, mostRejected);
  return details(`Rows that were set aside${rejectedCount > rows.length ? `: the first ${rows.length}` : ""}`, [
    table(
      ["File", "Line>", "Why", "Its text"],
      rows.map(({ file, line, reason, text }) => [file, count(line), reason, fixed(text)]),
    ),
  ]);
}

/** Columns with what they mean and what is missing. */
export function columnsTable({ columns, rows }: SnapshotManifest): Block[] {
  const lines = columns.map((column): readonly Words[] => [
    fixed(column.name),
    column.kind,
    missingShare(column.missing, rows),
    count(column.distinct),
    span(column),
    column.why,
  ]);
  return longTable(["Column", "Kind", "Missing>", "Distinct>", "From … to", "Why this kind"], lines, 30, "column");
}

/** "3.2 %", or a dash where nothing is missing. */
export function missingShare(missing: number, rows: number): string {
  if (missing === 0 || rows === 0) return "–";
  const percent = (100 * missing) / rows;
  return percent < 0.1 ? "< 0.1 %" : `${percent.toFixed(1)} %`;
}

const longest = 24;

function span({ kind, min, max }: ColumnManifest): string {
  if (min === null || max === null || kind === "text" || kind === "id") return "";
  const shown = (value: number | string): string =>
    typeof value === "number" ? figure(value) : cut(kind === "date" ? value.replace(/T00:00:00(\.000)?Z$/, "") : value);
  return min === max ? shown(min) : `${shown(min)} … ${shown(max)}`;
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}
