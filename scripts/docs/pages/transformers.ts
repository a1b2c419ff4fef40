import { featureStepTable, matrixStepTable, repairTable, transformerTable } from "../../../src/ml/index.ts";
import { code, listed, paragraphs } from "../markdown.ts";
import type { Page } from "../page.ts";
import { parameterTable } from "../parameter-table.ts";

/** Every repair, transformer, feature step and matrix step. */
export const transformersPage: Page = {
  file: "transformers.md",
  title: "Transformers",
  summary:
    "How columns become features: repairs, one transformer, steps on the features that it made, steps on all features together.",
  body: () =>
    paragraphs(
      "A recipe is chosen for every column by its kind and by what the estimator takes; `millrace show` prints it. Everything here is fitted on training rows alone, inside each fold, and travels with the model.",
      "Repairs and matrix steps are never chosen for you: the `recipe` of `prepare` and `fitPipeline` of `millrace/ml` declares them, as [features and recipes](../guide/05-features-and-recipes.md#repairs-and-matrix-steps) shows.",
      "# Repairs: a column to the same column",
      "They come first, in the recipe's order, each for one column. Feature expressions read the column as it is; what an expression makes is a column that can be repaired, too.",
      ...[...repairTable.values()].map(({ name, summary, kinds, parameters }) =>
        paragraphs(
          `## ${name}`,
          summary,
          `Takes columns of kind ${listed(kinds.map(code))}.`,
          parameterTable(parameters),
        ),
      ),
      "# Transformers: a column to features",
      ...[...transformerTable.values()].map(({ name, summary, kinds, parameters, needsTarget }) =>
        paragraphs(
          `## ${name}`,
          summary,
          `Takes columns of kind ${listed(kinds.map(code))}.${needsTarget ? " Needs a target." : ""}`,
          parameterTable(parameters),
        ),
      ),
      "# Steps: a feature to the same feature",
      ...[...featureStepTable.values()].map(({ name, summary, parameters }) =>
        paragraphs(`## ${name}`, summary, parameterTable(parameters)),
      ),
      "# Matrix steps: all features to other features",
      "They come last, in the recipe's order. `explain` follows a selection back to columns for every model, and principal components for linear models; elsewhere it refuses.",
      ...[...matrixStepTable.values()].map(({ name, summary, kinds, parameters, needsTarget }) =>
        paragraphs(
          `## ${name}`,
          summary,
          `Takes ${listed(kinds)} features.${needsTarget ? " Needs a target." : ""}`,
          parameterTable(parameters),
        ),
      ),
    ),
};
