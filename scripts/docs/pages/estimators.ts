import { estimatorTable } from "../../../src/ml/index.ts";
import { defaultCandidateNames } from "../../../src/workflow/defaults.ts";
import { block, code, listed, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";
import { parameterTable } from "../parameter-table.ts";

/** Every estimator with its parameters. */
export const estimatorsPage: Page = {
  file: "estimators.md",
  title: "Estimators",
  summary:
    "What `candidates` may hold, and every hyper-parameter with its default, what is allowed and the range that a search draws from.",
  body: () =>
    paragraphs(
      "An estimator holds hyper-parameters only; `fit` gives a model. What you fix is not searched; what you leave out is drawn from the range in the column *searched*, or from your own `space`:",
      block("ts", "gradientBoosting({ learningRate: 0.1 }, { space: { trees: integer(100, 400) } })"),
      "Parameters and spaces are typed, and the editor shows what this page says of each parameter.",
      table(
        ["estimator", "tasks", "as it comes"],
        Object.values(estimatorTable).map(({ name, tasks, accepts }) => [
          `[\`${name}\`](#${name.toLowerCase()})`,
          tasks.join(", "),
          acceptsText(accepts),
        ]),
      ),
      "Without `candidates`, these are tried, with the baseline beside them where the task has one:",
      table(
        ["task", "candidates"],
        Object.entries(defaultCandidateNames).map(([task, names]) => [task, listed(names.map(code))]),
      ),
      ...Object.values(estimatorTable).map(({ name, summary, tasks, accepts, parameters, complexity }) =>
        paragraphs(
          `## ${name}`,
          summary,
          `Tasks: ${listed(tasks)}. ${sentence(acceptsText(accepts))} Complexity ${complexity} of 5: of two equal candidates the simpler one wins.`,
          Object.keys(parameters).length === 0 ? "It has no parameters." : parameterTable(parameters),
        ),
      ),
    ),
};

function acceptsText(accepts: {
  readonly missing: boolean;
  readonly categories: boolean;
  readonly needsScaling: boolean;
}): string {
  const parts = [accepts.missing ? "missing values" : "", accepts.categories ? "categories" : ""].filter(
    (part) => part !== "",
  );
  const taken = parts.length === 0 ? "takes filled numbers" : `takes ${listed(parts)} as they are`;
  return accepts.needsScaling ? `${taken}, scaled` : taken;
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
