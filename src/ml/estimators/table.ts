import { withChecks } from "./define-estimator.ts";
import type { EstimatorDefinition } from "./estimator.ts";

const definitions: readonly EstimatorDefinition[] = [];

/** Every estimator by its name; CLI, search, docs and the conformance suite iterate over it. Their `fit` checks its inputs. */
export const estimatorTable: Readonly<Record<string, EstimatorDefinition>> = Object.fromEntries(
  definitions.map((definition) => [definition.name, withChecks(definition)]),
);
