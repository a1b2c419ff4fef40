import { basename } from "node:path";
import { stepTitle } from "../../step-state.ts";
import type { RunView } from "../../subject.ts";
import { shellWord } from "../command-lines.ts";
import {
  type Block,
  code,
  details,
  facts,
  fixed,
  muted,
  paragraph,
  type Section,
  section,
  table,
  type Words,
} from "../document.ts";

/** How to do it again and get the same bytes: code, data, seed, versions, and the digest of all that was made. */
export function again({ story, events }: RunView): Section | null {
  const { row, manifest, registration } = story;
  const model = registration?.model ?? null;
  const file = shellWord(basename(row.workflow_file));
  return section("again", "How to do it again", [
    paragraph("The same snapshot, declaration and seed give the same model, to the bit, on any number of threads."),
    code(
      "sh",
      model === null
        ? `millrace run ${file}`
        : `millrace reproduce ${shellWord(model.name)}@${model.version}\nmillrace run ${file}`,
    ),
    facts([
      ["Run", fixed(row.id)],
      ["Seed", fixed(String(row.seed))],
      [
        "Git commit",
        row.git_commit === null
          ? muted("not in a repository")
          : [
              fixed(row.git_commit),
              row.git_dirty === null ? "" : " with uncommitted changes, digest ",
              ...(row.git_dirty === null ? [] : [fixed(row.git_dirty)]),
            ],
      ],
      ["Millrace", fixed(row.millrace)],
      ["Node", fixed(row.node)],
      ["Declaration", fixed(row.declaration)],
      ["Code", fixed(row.code)],
      ...(manifest === null
        ? []
        : manifest.files.slice(0, 5).map(({ path, digest }): [string, Words] => [path, fixed(digest)])),
    ]),
    outputsTable(story),
    paragraph(originText(events)),
  ]);
}

function outputsTable(story: RunView["story"]): Block | null {
  const rows = story.steps.flatMap((step) =>
    Object.entries(step.outputs === null ? {} : (JSON.parse(step.outputs) as Record<string, string>)).map(
      ([name, digest]): readonly Words[] => [stepTitle(step), name, fixed(digest)],
    ),
  );
  return rows.length === 0 ? null : details("Digests of all that was made", [table(["Step", "What", "SHA-256"], rows)]);
}

function originText(events: RunView["events"]): Words {
  const last = events.at(-1);
  if (last === undefined) return "Drawn from the declaration.";
  return [
    `Every figure here is drawn from the ${events.length} events of this run, up to no. ${last.seq} of the log (`,
    fixed(last.hash),
    "), and from the artifacts that they name.",
  ];
}
