import type { PortableSpec } from "../../workflow/index.ts";
import { type Attribute, type Entity, type EntityLink, entityLines } from "../mermaid/entity-graph.ts";
import { recordCounts } from "../record-counts.ts";
import type { RunView } from "../subject.ts";
import { count, counted, figure, folded, size } from "../words.ts";
import { type Diagram, lifeDrawing } from "./diagram.ts";
import { recordEntities, recordLinks } from "./record-entities.ts";
import { type SchemaField, schemaFields } from "./schema-fields.ts";

/** Sources with their keys, the snapshot that is taken of them, and the records of what was made of it. */
export const er: Diagram = {
  kind: "er",
  title: "Entities",
  summary: "sources, the snapshot, and the records with their keys; of runs and lives, with how many rows there are",
  of: {
    life: lifeDrawing(["rows"], ({ rows }, { declaration, run }, { fold }) => entitiesOf(declaration, run, rows, fold)),
    run: (run, _, { fold }) => entitiesOf(run.story.declaration, run, recordCounts(run.events), fold),
    declaration: ({ declaration }, { fold }) => entitiesOf(declaration, null, null, fold),
  },
};

function entitiesOf(
  spec: PortableSpec,
  run: RunView | null,
  counts: Readonly<Record<string, number>> | null,
  fold: number,
): string[] {
  const links: EntityLink[] = [
    { from: "source", to: "snapshot", count: "one to many", label: "is read into" },
    // A run takes one snapshot, and runs that find the same bytes share it.
    { from: "snapshot", to: "runs", count: "maybe one to many", label: "is learned from by" },
  ];
  return entityLines(
    [sourceEntity(spec, run, fold), snapshotEntity(spec, run), ...recordEntities(counts)],
    [...links, ...recordLinks],
  );
}

function sourceEntity(spec: PortableSpec, run: RunView | null, fold: number): Entity {
  const fields = schemaFields(spec, run);
  const shown = fields.length <= fold ? fields : fields.slice(0, Math.max(1, fold - 1));
  const more = fields.length - shown.length;
  const rest: Attribute[] = more === 0 ? [] : [{ type: "and", name: "more", comment: counted(more, "more column") }];
  const files = run?.story.manifest?.files.length ?? 1;
  return {
    id: "source",
    title: files === 1 ? spec.data.path : `${spec.data.path} (${files} files)`,
    attributes: fields.length === 0 ? [unknown] : [...shown.map(attributeOf), ...rest],
  };
}

const unknown: Attribute = { type: "columns", name: "unknown", comment: "the first read will tell" };

function attributeOf({ name, kind, missing, isKey, isTime, isTarget }: SchemaField): Attribute {
  const words = [
    ...(isTime ? ["orders rows in time"] : []),
    ...(isTarget ? ["target"] : []),
    ...(missing === null || missing === 0 ? [] : [`${figure(100 * missing)} % missing`]),
  ];
  const attribute = { type: kind ?? "unknown", name, ...(isKey ? { keys: ["PK"] as const } : {}) };
  return words.length === 0 ? attribute : { ...attribute, comment: words.join(", ") };
}

function snapshotEntity(spec: PortableSpec, run: RunView | null): Entity {
  const manifest = run?.story.manifest;
  const taken = run?.events.findLast(({ type }) => type === "snapshot.taken");
  const digest = taken?.type === "snapshot.taken" ? taken.body.digest.slice(0, 19) : undefined;
  const bytes = manifest?.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const dropped = spec.data.options.drop ?? [];
  const said = (comment: string | undefined): { comment?: string } => (comment === undefined ? {} : { comment });
  return {
    id: "snapshot",
    title: "snapshot",
    attributes: [
      { type: "digest", name: "digest", keys: ["PK"], ...said(digest) },
      { type: "integer", name: "rows", ...said(manifest == null ? undefined : count(manifest.rows)) },
      { type: "integer", name: "columns", ...said(manifest == null ? undefined : count(manifest.columns.length)) },
      { type: "digest", name: "sources", ...said(bytes === undefined ? undefined : size(bytes)) },
      ...(dropped.length === 0
        ? []
        : [{ type: "text", name: "dropped", comment: folded(dropped, 4, (name) => name, "column").join(", ") }]),
    ],
  };
}
