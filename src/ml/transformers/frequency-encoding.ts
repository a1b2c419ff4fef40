import { codeColumn, countCodes, indexLabels, translateCodes } from "./column-access.ts";
import { corrupt, DataReader } from "./read-data.ts";
import type { FittedTransformer, TransformerDefinition } from "./transformer.ts";

/** How common a category was: its share of the training rows. Unseen: 0. Missing: NaN. */
export const frequencyEncoding: TransformerDefinition = {
  name: "frequencyEncoding",
  summary: "The category's share of the training rows; unseen ones are 0.",
  kinds: ["category", "text", "constant", "id"],
  parameters: {},
  needsTarget: false,
  fit({ name, column }) {
    const labels = codeColumn(name, column);
    const { counts } = countCodes(labels);
    const levels: string[] = [];
    const shares: number[] = [];
    for (let code = 0; code < counts.length; code++) {
      if (counts[code] === 0) continue;
      levels.push(labels.dictionary[code]!);
      shares.push(counts[code]! / labels.codes.length);
    }
    return fitted(name, levels, Float64Array.from(shares));
  },
  load(data) {
    const reader = new DataReader(data, "frequencyEncoding", ["name", "levels", "shares"]);
    const levels = reader.labels("levels");
    const shares = reader.float64("shares", levels.length);
    if (!shares.every((share) => share >= 0 && share <= 1)) throw corrupt("frequencyEncoding.shares", "0..1", "more");
    return fitted(reader.text("name"), levels, shares);
  },
};

function fitted(name: string, levels: readonly string[], shares: Float64Array): FittedTransformer {
  const indexOf = indexLabels(levels);
  return {
    transformer: "frequencyEncoding",
    features: [{ name: `${name}: share of rows`, kind: "numeric" }],
    transform(column, [out]) {
      const labels = codeColumn(name, column);
      const levelOf = translateCodes(labels, indexOf);
      for (let i = 0; i < labels.codes.length; i++) {
        const code = labels.codes[i]!;
        out![i] = code < 0 ? Number.NaN : (shares[levelOf[code]!] ?? 0);
      }
    },
    toData: () => ({ name, levels, shares }),
  };
}
