import type { Task } from "../ml/index.ts";
import type { RunRow } from "../store/index.ts";
import { type DeclaredTask, defaultMetrics, type PortableSpec } from "../workflow/index.ts";

/** What is kept of an import in place of a declaration. */
interface ImportRecord {
  readonly import: string;
  readonly task: Task;
  readonly target: string | null;
}

/** The declaration of a run. Of an imported model nothing was declared: then it is the little that its file says. */
export function declaredOf(kept: PortableSpec | ImportRecord, { workflow, seed }: RunRow): PortableSpec {
  return "import" in kept ? importedSpec(kept, workflow, seed) : kept;
}

function importedSpec({ import: file, task, target }: ImportRecord, name: string, seed: number): PortableSpec {
  const declared: DeclaredTask = task === "binary" || task === "multiclass" ? "classification" : task;
  return {
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
    seed,
  };
}
