import { referencedColumns } from "../../ml/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import type { RunView } from "../subject.ts";

/** A column as far as it is known: from the snapshot of a run, or from what the declaration says of it. */
export interface SchemaField {
  readonly name: string;
  /** Null where only the first read will tell. */
  readonly kind: string | null;
  /** Share of rows without a value, 0..1; null before a run. */
  readonly missing: number | null;
  readonly isKey: boolean;
  readonly isTime: boolean;
  /** The target is made of it. */
  readonly isTarget: boolean;
}

/** Columns in the table's order; before a run those that the declaration names, in the order in which it does. */
export function schemaFields(spec: PortableSpec, run: RunView | null): SchemaField[] {
  const { options } = spec.data;
  const target = spec.problem.target === undefined ? [] : referencedColumns(spec.problem.target);
  const keys = options.key === undefined ? [] : [options.key].flat();
  const field = (name: string, kind: string | null, missing: number | null): SchemaField => ({
    name,
    kind,
    missing,
    isKey: keys.includes(name),
    isTime: options.time === name,
    isTarget: target.includes(name),
  });
  const manifest = run?.story.manifest;
  if (manifest != null) {
    return manifest.columns.map(({ name, kind, missing }) =>
      field(name, kind, manifest.rows === 0 ? 0 : missing / manifest.rows),
    );
  }
  const kinds = options.kinds ?? {};
  const named = [
    ...keys,
    ...(options.time === undefined ? [] : [options.time]),
    ...Object.keys(kinds),
    ...target,
    ...spec.checks.flatMap(({ column }) => (column === undefined ? [] : [column])),
    ...Object.values(spec.features).flatMap(referencedColumns),
  ].filter((name) => !Object.hasOwn(spec.features, name));
  return [...new Set(named)].map((name) => field(name, kinds[name] ?? null, null));
}
