import { codeColumn, countCodes, frequentLabels, indexLabels, translateCodes } from "./column-access.ts";
import { DataReader } from "./read-data.ts";
import type { FittedTransformer, TransformerDefinition } from "./transformer.ts";

/**
 * One 0/1 feature per level. Missing, unseen and rare labels are all zeros. Of a column with two levels and nothing missing only
 * the second is kept, as the first would say the same again.
 */
export const oneHot: TransformerDefinition = {
  name: "oneHot",
  summary: "One 0/1 feature per category; missing, rare and unseen categories are all zeros.",
  kinds: ["category", "text", "constant", "id"],
  parameters: {
    minFrequency: {
      type: "integer",
      default: 1,
      low: 1,
      high: Number.POSITIVE_INFINITY,
      summary: "Categories in fewer training rows than this count as rare.",
    },
    maxLevels: {
      type: "integer",
      default: 50,
      low: 1,
      high: 10_000,
      summary: "Only so many categories, the most frequent, get a feature.",
    },
  },
  needsTarget: false,
  fit({ name, column, params }) {
    const labels = codeColumn(name, column);
    const { counts, missing } = countCodes(labels);
    const levels = frequentLabels(labels, Number(params["minFrequency"]), Number(params["maxLevels"])).sort();
    const occurring = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    return fitted(name, levels.length === 2 && occurring === 2 && missing === 0 ? levels.slice(1) : levels);
  },
  load(data) {
    const reader = new DataReader(data, "oneHot", ["name", "levels"]);
    return fitted(reader.text("name"), reader.labels("levels"));
  },
};

function fitted(name: string, levels: readonly string[]): FittedTransformer {
  const indexOf = indexLabels(levels);
  return {
    transformer: "oneHot",
    features: levels.map((label) => ({ name: `${name} = ${label}`, kind: "numeric" })),
    transform(column, into) {
      const labels = codeColumn(name, column);
      const levelOf = translateCodes(labels, indexOf);
      for (const out of into) out.fill(0);
      for (let i = 0; i < labels.codes.length; i++) {
        const code = labels.codes[i]!;
        const level = code < 0 ? -1 : levelOf[code]!;
        if (level >= 0) into[level]![i] = 1;
      }
    },
    toData: () => ({ name, levels }),
  };
}
