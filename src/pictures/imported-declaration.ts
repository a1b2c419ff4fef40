import { columns, onnxModelName } from "../ml/index.ts";
import type { RunStory } from "../run/index.ts";
import type { PortableSpec } from "../workflow/index.ts";

/** What the run of an import keeps in place of a declaration. */
interface Imported {
  readonly import: string;
  readonly task: string;
  readonly target: string | null;
}

/**
 * The declaration of a run. The run of an imported model has none: what is known of the model stands where a workflow would say it, and
 * everything that a workflow would do is empty.
 */
export function wholeDeclaration({ declaration, row }: RunStory): PortableSpec {
  if (!isImported(declaration)) return declaration;
  const { import: file, task, target } = declaration;
  const isRegression = task === "regression";
  return {
    name: row.workflow,
    problem: {
      task: isRegression ? "regression" : "classification",
      target: target === null ? undefined : columns()[target]!.expression,
      metric: isRegression ? "rootMeanSquaredError" : "accuracyScore",
      people: {},
      risks: [],
    },
    data: { kind: "table", path: file, options: {} },
    checks: [],
    features: {},
    split: { kind: "random", test: 0 },
    candidates: [{ name: onnxModelName, params: {} }],
    search: { method: "none", trials: 1, folds: 0 },
    gates: [],
    seed: 0,
  };
}

function isImported(declaration: object): declaration is Imported {
  return "import" in declaration;
}
