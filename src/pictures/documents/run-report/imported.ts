import { basename } from "node:path";
import type { RunView, Subject } from "../../subject.ts";
import { instant } from "../../words.ts";
import { callout, type Document, facts, fixed, paragraph, section, table } from "../document.ts";
import { movesOf } from "./afterwards.ts";
import { runsTable, versionsTable } from "./lived.ts";

/** True of a run that only registered a model made elsewhere: there was no declaration, no data and no judgement. */
export function isImport({ story }: RunView): boolean {
  return story.row.trigger === "import";
}

/** What can be said of a model that was made elsewhere: where its bytes came from, and what has become of it here. */
export function importReport({ name, asked, run, life }: Subject & { readonly run: RunView }): Document {
  const { row } = run.story;
  const version = life?.versions.find((one) => one.run === row.id);
  const sections = [
    section("in-short", "In short", [
      callout("open", "This model was made elsewhere and imported. No data, search or gate of it is known here."),
      facts([
        version === undefined ? null : ["Version", fixed(`${version.model}@${version.version}`)],
        version === undefined ? null : ["Digest", fixed(version.digest)],
        ["Imported from", fixed(basename(row.workflow_file))],
        ["Digest of that file", fixed(row.code)],
        ["When", `${instant(row.started_at)} UTC`],
        ["By", [...new Set(run.events.map(({ actor }) => actor))].join(", ")],
        ["Millrace", fixed(row.millrace)],
        ["Run", fixed(row.id)],
      ]),
      paragraph("What it is worth can be learned from a workflow that has it among its candidates (onnxModel)."),
    ]),
    section("life", "Its life so far", life === null ? [] : [...versionsTable(life), ...runsTable(life)]),
    section("aliases", "How aliases moved", [
      table(["When (UTC)", "Alias", "From", "To", "By", "Why"], movesOf({ life }, version?.version ?? null)),
    ]),
  ];
  return {
    kind: asked === "life" ? "Model report" : "Run report",
    title: `${name}: imported`,
    lead: ["From ", fixed(basename(row.workflow_file)), "."],
    sections: sections.filter((one) => one !== null),
  };
}
