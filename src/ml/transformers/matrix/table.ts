import type { MatrixStepDefinition } from "./matrix-step.ts";
import { pca } from "./pca.ts";
import { selectBest } from "./select-best.ts";

/** Every matrix step (all features -> other features) by its name. */
export const matrixStepTable: ReadonlyMap<string, MatrixStepDefinition> = new Map(
  [pca, selectBest].map((definition) => [definition.name, definition]),
);
