import { fail, listNames, suggestion } from "../../errors/index.ts";
import type { Column } from "../../ml/index.ts";
import type { SplitInput } from "./split.ts";

/** The column that a split reads. @throws TRAINING_SPLIT_COLUMN_UNKNOWN */
export function splitColumn({ frame, spec }: SplitInput, name = ""): { name: string; column: Column } {
  const column = frame.columns.get(name);
  if (column !== undefined) return { name, column };
  const detail = {
    split: spec.kind,
    column: name,
    suggestion: suggestion(name, frame.names),
    columns: listNames(frame.names),
  };
  throw fail("TRAINING_SPLIT_COLUMN_UNKNOWN", detail, { at: spec.at });
}
