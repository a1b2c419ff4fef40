import type { RunContext } from "./context.ts";

/** The part of a declaration that every fit depends on, besides its inputs. */
export function trainingParameters(workflow: RunContext["workflow"]): Record<string, unknown> {
  return {
    metric: workflow.problem.metric,
    time: workflow.data.options.time ?? null,
    features: workflow.features,
    split: { ...workflow.split, at: undefined },
    folds: workflow.search.folds,
    seed: workflow.seed,
  };
}
