import type { Random } from "../../platform/index.ts";
import type { RawColumn, RawValue } from "../stream.ts";

/** Writes a table of any size, row batch by row batch. The file appears under its name when it is whole. */
export interface TableWriter {
  /** @param columns cells of the rows, column by column, in the order of the declared columns */
  write(columns: readonly (readonly RawValue[])[]): Promise<void>;
  /** Makes the file appear. @throws DATA_WRITE_FAILED */
  close(): Promise<void>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** A format that tables are written in. One file each, one line each in `index.ts`. */
export interface WriterFormat {
  readonly name: string;
  readonly extensions: readonly string[];
  /** @param random names temporary files */
  open(path: string, columns: readonly RawColumn[], random: Random): Promise<TableWriter>;
}
