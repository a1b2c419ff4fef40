import type { ColumnKind } from "../../ml/index.ts";

/** A table whose columns are known, by the path that `table(path)` is given. */
export interface KnownTable {
  readonly path: string;
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[];
}

/**
 * The text of `millrace-env.d.ts`: with it beside a workflow file, the editor knows every column and what can be done with it.
 * Tables and columns keep their order; the last of two tables of one path counts.
 */
export function environmentTypes(tables: readonly KnownTable[]): string {
  const byPath = new Map(tables.map((table) => [table.path, table]));
  const lines = [...byPath.values()].flatMap(({ path, columns }) => [
    `    ${JSON.stringify(path)}: {`,
    ...columns.map(({ name, kind }) => `      ${JSON.stringify(name)}: ${JSON.stringify(kind)};`),
    "    };",
  ]);
  return [
    "// Written by Millrace from the data: what the editor knows of your tables. Don't edit it; every run writes it again.",
    'import "millrace";',
    "",
    'declare module "millrace" {',
    "  interface KnownTables {",
    ...lines,
    "  }",
    "}",
    "",
  ].join("\n");
}
