import type { KnownTables } from "./known-tables.ts";
import type { ColumnKinds, TableOptions } from "./specs.ts";

/** Names of a source's columns; any text where they aren't known. */
export type ColumnName<Kinds extends ColumnKinds> = keyof Kinds & string;

/** Names of a table's columns; any text where they aren't known. */
export type TableColumn<Path extends string> = Path extends keyof KnownTables
  ? keyof KnownTables[Path] & string
  : string;

/** Any text, with these names offered by the editor. */
type Suggested<Name extends string> = Name | (string & Record<never, never>);

/**
 * Options of `table(path, options)` with the table's columns offered where they are known. Names in `drop` stay free: a column
 * that isn't read isn't in `millrace-env.d.ts` either.
 */
export type TableOptionsFor<
  Path extends string,
  Drop extends string,
  Kinds extends ColumnKinds,
  Format extends string = string,
> = Omit<TableOptions, "format" | "drop" | "kinds" | "time" | "key"> & {
  readonly format?: Format;
  readonly drop?: readonly (Drop | Suggested<TableColumn<Path>>)[];
  readonly kinds?: Kinds;
  readonly time?: TableColumn<Path>;
  readonly key?: TableColumn<Path> | readonly TableColumn<Path>[];
};

/**
 * The columns that expressions may name: those of `KnownTables` without the dropped ones, with declared kinds on top. For a
 * table that isn't known: the declared kinds, and any other name besides.
 */
export type KindsOfTable<
  Path extends string,
  Drop extends string,
  Kinds extends ColumnKinds,
> = Path extends keyof KnownTables
  ? KnownTables[Path] extends ColumnKinds
    ? KindsWithout<KnownTables[Path], Drop, Kinds>
    : ColumnKinds
  : [keyof Kinds] extends [never]
    ? ColumnKinds
    : Kinds & ColumnKinds;

type KindsWithout<Known extends ColumnKinds, Drop extends string, Kinds extends ColumnKinds> = {
  readonly [Name in keyof Known as Name extends Drop ? never : Name]: Name extends keyof Kinds
    ? Kinds[Name]
    : Known[Name];
};
