import type { ColumnManifest, ColumnProfile } from "../../../data/index.ts";
import type { RunView } from "../../subject.ts";
import { count, counted, figure } from "../../words.ts";
import { callout, facts, fixed, paragraph, type Section, section, table, type Words } from "../document.ts";
import { longTable } from "../long-table.ts";
import { missingShare } from "../run-report/came.ts";
import type { DocsPage } from "./page.ts";

/** The columns as a dictionary: what each means, what is missing, which values it has. */
export const dataPage: DocsPage = {
  file: "data.md",
  summary: "every column: its kind, its values, what is missing",
  shows: "history",
  draw: ({ subject }) => ({
    kind: "Data dictionary",
    title: `${subject.name}: the data`,
    lead: ["What the newest run found in ", fixed(subject.declaration.data.path), "."],
    sections:
      subject.run?.story.manifest == null
        ? [
            section("none", "Not read yet", [
              paragraph("No run here has read the data. The first one fills this page."),
            ])!,
          ]
        : sectionsOf(subject.run),
  }),
};

function sectionsOf({ story }: RunView): Section[] {
  const { manifest, profile } = story;
  const { rows, columns, dropped, files } = manifest!;
  const numbers = new Map((profile?.columns ?? []).map((column) => [column.name, column]));
  const suspects = new Map((profile?.leakSuspects ?? []).map(({ column, reason }) => [column, reason]));
  return [
    section("table", "The table", [
      facts([
        ["Rows", count(rows)],
        ["Columns", count(columns.length)],
        dropped.length === 0 ? null : ["Never read", dropped.join(", ")],
        ["Read by run", fixed(story.row.id)],
      ]),
      table(
        ["File", "SHA-256"],
        files.slice(0, 50).map(({ path, digest }) => [path, fixed(digest)]),
      ),
      ...[...suspects].map(([column, reason]) =>
        callout("open", [fixed(column), ` may give the target away: ${reason}.`]),
      ),
    ]),
    section("columns", "Columns", [
      ...longTable(
        ["Column", "Kind", "Missing>", "Values", "Why this kind"],
        columns.map((column) => columnCells(column, numbers.get(column.name), rows)),
        200,
        "column",
      ),
    ]),
  ].filter((one) => one !== null);
}

function columnCells(column: ColumnManifest, profile: ColumnProfile | undefined, rows: number): readonly Words[] {
  return [fixed(column.name), column.kind, missingShare(column.missing, rows), valuesOf(column, profile), column.why];
}

function valuesOf({ kind, distinct, min, max }: ColumnManifest, profile: ColumnProfile | undefined): string {
  if (kind === "constant") return min === null ? "" : `always ${min}`;
  if (kind === "number" && profile?.numbers != null) {
    const { min, max, mean } = profile.numbers;
    return `${figure(min)} … ${figure(max)}, ${figure(mean)} on average`;
  }
  if (kind === "date" && min !== null && max !== null) {
    const day = (value: number | string): string => String(value).replace(/T00:00:00(\.000)?Z$/, "");
    return `${day(min)} … ${day(max)}`;
  }
  if (kind === "category" && profile?.top != null) {
    const shown = profile.top.slice(0, 4).map(({ value }) => value);
    const more = distinct - shown.length;
    return `${shown.join(", ")}${more > 0 ? ` and ${counted(more, "other")}` : ""}`;
  }
  return counted(distinct, "distinct value");
}
