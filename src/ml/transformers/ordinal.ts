import { codeColumn, frequentLabels, indexLabels, translateCodes } from "./column-access.ts";
import { corrupt, DataReader } from "./read-data.ts";
import type { FittedTransformer, TransformerDefinition } from "./transformer.ts";

/** Bins of the tree estimators are bytes, one of them for missing. */
const mostLevels = 254;

/** A native categorical feature: codes 0.. by falling frequency, for estimators that understand categories. */
export const ordinal: TransformerDefinition = {
  name: "ordinal",
  summary:
    "Category codes by falling frequency, for estimators that understand categories; rare and unseen ones are missing.",
  kinds: ["category", "text", "constant", "id"],
  parameters: {
    minFrequency: {
      type: "integer",
      default: 1,
      low: 1,
      high: Number.POSITIVE_INFINITY,
      summary: "Categories in fewer training rows than this are treated as missing.",
    },
    maxLevels: {
      type: "integer",
      default: mostLevels,
      low: 1,
      high: mostLevels,
      summary: "Only so many categories, the most frequent, get a code.",
    },
  },
  needsTarget: false,
  fit({ name, column, params }) {
    return fitted(
      name,
      frequentLabels(codeColumn(name, column), Number(params["minFrequency"]), Number(params["maxLevels"])),
    );
  },
  load(data) {
    const reader = new DataReader(data, "ordinal", ["name", "levels"]);
    const levels = reader.labels("levels");
    if (levels.length > mostLevels) throw corrupt("ordinal.levels", `at most ${mostLevels}`, levels.length);
    return fitted(reader.text("name"), levels);
  },
};

function fitted(name: string, levels: readonly string[]): FittedTransformer {
  const indexOf = indexLabels(levels);
  return {
    transformer: "ordinal",
    features: [{ name, kind: "categorical", levels: Math.max(1, levels.length) }],
    transform(column, [out]) {
      const labels = codeColumn(name, column);
      const levelOf = translateCodes(labels, indexOf);
      for (let i = 0; i < labels.codes.length; i++) {
        const code = labels.codes[i]!;
        const level = code < 0 ? -1 : levelOf[code]!;
        out![i] = level < 0 ? Number.NaN : level;
      }
    },
    toData: () => ({ name, levels }),
  };
}
