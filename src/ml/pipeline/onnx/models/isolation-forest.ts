import { meanPathLength } from "../../../estimators/isolation-forest/mean-path-length.ts";
import { loadEnsemble } from "../../../estimators/trees/ensemble.ts";
import type { ModelWriter } from "./model-writer.ts";
import { writeSums } from "./trees.ts";

/** 2 to the power of minus the mean path length over that of an ordinary sample. */
export const writeIsolationForest: ModelWriter = (model) => {
  const { graph, data } = model;
  const ensemble = loadEnsemble(data["ensemble"]);
  const unit = meanPathLength(data["samples"] as number);
  const mean = graph.node("Div", [writeSums(model, ensemble), graph.doubles(ensemble.roots.length - 1)]);
  // One sample alone has no path: whatever the trees say, the score is a half.
  const exponent = graph.node("Mul", [mean, graph.doubles(unit === 0 ? 0 : -Math.LN2 / unit)]);
  const score = graph.node("Exp", [exponent]);
  return unit === 0 ? graph.node("Mul", [score, graph.doubles(0.5)]) : score;
};
