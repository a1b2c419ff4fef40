import type { RunContext } from "./context.ts";

/** The part of a declaration that every fit depends on, besides its inputs. */
export function trainingParameters(workflow: RunContext["workflow"]): Record<string, unknown> {
  return {
    target: workflow.problem.target ?? null,
    task: workflow.problem.task,
    positive: workflow.problem.positive ?? null,
    metric: workflow.problem.metric,
    key: workflow.data.options.key ?? null,
    time: workflow.data.options.time ?? null,
    features: workflow.features,
    split: { ...workflow.split, at: undefined },
    folds: workflow.search.folds,
    seed: workflow.seed,
  };
}
