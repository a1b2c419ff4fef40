import { type RunStory, snapshotStep } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { ownerNote } from "../diagrams/owner-note.ts";
import type { FlowNode } from "../mermaid/flow-graph.ts";
import { answer, call } from "../mermaid/sequence-lines.ts";
import { counted, folded, size } from "../words.ts";
import { flowBox } from "./flow-parts.ts";
import type { StepPicture } from "./step-picture.ts";

/** The files, and the table that was made of them. */
export const snapshotPicture: StepPicture = {
  step: snapshotStep,
  flow(view) {
    const story = view.run?.story ?? null;
    const source = sourceNode(view.spec, story, view.fold);
    const box = flowBox(view, rowLines(story));
    return {
      ...box,
      nodes: [source, box.node],
      edges: [...box.edges, { from: source.id, to: box.node.id, kind: story === null ? "possible" : "taken" }],
    };
  },
  declared: (spec) => [
    ownerNote(spec, snapshotStep, ["source", "pipeline"]),
    call("pipeline", "source", "read the data"),
    answer("source", "pipeline", "one immutable snapshot"),
  ],
  found: ({ manifest }) => (manifest === null ? [] : [counted(manifest.rows, "row")]),
};

function sourceNode(spec: PortableSpec, story: RunStory | null, fold: number): FlowNode {
  const files = story?.manifest?.files ?? [];
  const lines =
    files.length === 0
      ? [spec.data.path]
      : folded(files, fold, ({ path, sizeBytes }) => `${path} (${size(sizeBytes)})`, "file");
  return { id: "source", shape: "store", lines, state: files.length > 0 ? "done" : "planned" };
}

function rowLines(story: RunStory | null): string[] {
  const manifest = story?.manifest;
  if (manifest == null) return [];
  const aside = manifest.rejectedCount > 0 ? [`${counted(manifest.rejectedCount, "row")} set aside`] : [];
  return [`${counted(manifest.rows, "row")} × ${counted(manifest.columns.length, "column")}`, ...aside];
}
