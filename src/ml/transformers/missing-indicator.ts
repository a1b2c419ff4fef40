import { DataReader } from "./read-data.ts";
import type { FittedTransformer, TransformerDefinition } from "./transformer.ts";

/** Whether the value is missing, as 0 or 1: what imputation would hide. */
export const missingIndicator: TransformerDefinition = {
  name: "missingIndicator",
  summary: "1 where the value is missing, else 0; beside an imputed feature.",
  kinds: ["number", "boolean", "date", "category", "text", "id", "constant"],
  parameters: {},
  needsTarget: false,
  fit: ({ name }) => fitted(name),
  load: (data) => fitted(new DataReader(data, "missingIndicator", ["name"]).text("name")),
};

function fitted(name: string): FittedTransformer {
  return {
    transformer: "missingIndicator",
    features: [{ name: `${name} is missing`, kind: "numeric" }],
    transform(column, [out]) {
      if (column.storage === "codes") {
        for (let i = 0; i < column.codes.length; i++) out![i] = column.codes[i]! < 0 ? 1 : 0;
      } else {
        for (let i = 0; i < column.values.length; i++) out![i] = Number.isNaN(column.values[i]!) ? 1 : 0;
      }
    },
    toData: () => ({ name }),
  };
}
