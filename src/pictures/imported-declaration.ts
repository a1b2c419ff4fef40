import type { FittedPipeline } from "../ml/index.ts";
import { type DeclaredTask, defaultMetrics, type PortableSpec, portableSpec } from "../workflow/index.ts";

/** Of an imported model nothing was declared: this is the little that its file tells. */
export function importedDeclaration(
  name: string,
  file: string,
  { task, target }: Pick<FittedPipeline, "task" | "target">,
): PortableSpec {
  const declared: DeclaredTask = task === "binary" || task === "multiclass" ? "classification" : task;
  return portableSpec({
    name,
    problem: {
      task: declared,
      ...(target === null ? {} : { target: { type: "column", name: target } }),
      metric: defaultMetrics[declared],
      people: {},
      risks: [],
    },
    data: { kind: "import", path: file, options: {} },
    checks: [],
    features: {},
    split: { kind: "random", test: 0 },
    candidates: [{ name: "onnxModel", params: { file } }],
    search: { method: "none", trials: 0, folds: 0 },
    gates: [],
    seed: 0,
  });
}
