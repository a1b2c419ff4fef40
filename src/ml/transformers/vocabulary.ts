import { codeColumn, countCodes, indexLabels, translateCodes } from "./column-access.ts";
import { DataReader } from "./read-data.ts";
import type { FittedTransformer, TransformerDefinition } from "./transformer.ts";

/** A label's place in a fixed list, so that a model can have the label itself back. Unseen labels share one place behind the last. */
export const vocabulary: TransformerDefinition = {
  name: "vocabulary",
  summary: "The label's place among all labels of the training rows; unseen ones share one more place. Missing: NaN.",
  kinds: ["category", "text", "constant", "id"],
  parameters: {},
  needsTarget: false,
  fit({ name, column }) {
    const labels = codeColumn(name, column);
    const { counts } = countCodes(labels);
    return fitted(
      name,
      labels.dictionary.filter((_, code) => counts[code]! > 0),
    );
  },
  load(data) {
    const reader = new DataReader(data, "vocabulary", ["name", "levels"]);
    return fitted(reader.text("name"), reader.labels("levels"));
  },
};

function fitted(name: string, levels: readonly string[]): FittedTransformer {
  const indexOf = indexLabels(levels);
  return {
    transformer: "vocabulary",
    features: [{ name, kind: "categorical", levels: levels.length + 1 }],
    transform(column, [out]) {
      const labels = codeColumn(name, column);
      const levelOf = translateCodes(labels, indexOf);
      for (let i = 0; i < labels.codes.length; i++) {
        const code = labels.codes[i]!;
        const level = code < 0 ? Number.NaN : levelOf[code]!;
        out![i] = level < 0 ? levels.length : level;
      }
    },
    toData: () => ({ name, levels }),
  };
}
