import { featureStepTable, transformerTable } from "../../../src/ml/index.ts";
import { code, listed, paragraphs } from "../markdown.ts";
import type { Page } from "../page.ts";
import { parameterTable } from "../parameter-table.ts";

/** Every transformer and feature step. */
export const transformersPage: Page = {
  file: "transformers.md",
  title: "Transformers",
  summary: "How a column becomes features: one transformer, then any steps on the features that it made.",
  body: () =>
    paragraphs(
      "A recipe is chosen for every column by its kind and by what the estimator takes; `millrace show` prints it. Everything here is fitted on training rows alone, inside each fold, and travels with the model.",
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
    ),
};
