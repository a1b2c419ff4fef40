import type { Ensemble } from "../../../estimators/trees/ensemble.ts";
import type { ModelToWrite } from "./model-writer.ts";
import { writeTreeEnsemble3 } from "./tree-ensemble-3.ts";
import { writeTreeEnsemble5 } from "./tree-ensemble-5.ts";

/** Sums of an ensemble's leaves as doubles, (nSamples, outputs). */
export function writeSums({ graph, X, mlOpset }: ModelToWrite, ensemble: Ensemble): string {
  const write = mlOpset === 3 ? writeTreeEnsemble3 : writeTreeEnsemble5;
  return graph.cast(write(graph, ensemble, X), "double");
}
