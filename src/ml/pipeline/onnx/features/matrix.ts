import type { ModelData } from "../../../estimators/estimator.ts";
import { type GraphBuilder, int } from "../../../onnx/graph-builder.ts";
import type { FittedMatrixStep } from "../../../transformers/matrix/matrix-step.ts";
import { notExportable } from "../not-exportable.ts";
import { withinFloats } from "./values.ts";

/** Writes one matrix step: X, floats (nSamples, nFeatures), to floats. */
type MatrixStepWriter = (graph: GraphBuilder, X: string, data: ModelData) => string;

/** Matrix steps by name. */
const matrixStepWriters: Readonly<Record<string, MatrixStepWriter>> = {
  pca(graph, X, data) {
    const [means, axes] = [data["means"] as Float64Array, data["axes"] as Float64Array];
    const [d, count] = [means.length, data["components"] as number];
    const columns = Float64Array.from(axes, (_, i) => axes[(i % count) * d + Math.floor(i / count)]!);
    const centred = graph.node("Sub", [graph.cast(X, "double"), graph.doubles(means)]);
    const projected = graph.node("MatMul", [centred, graph.doubles(columns, [d, count])]);
    return graph.cast(withinFloats(graph, projected), "float");
  },
  selectBest(graph, X, data) {
    const indices = graph.integers(Array.from(data["indices"] as Int32Array));
    return graph.node("Gather", [X, indices], { axis: int(1) });
  },
};

/** Takes X through matrix steps. @throws ML_ONNX_NOT_EXPORTABLE */
export function writeMatrixSteps(graph: GraphBuilder, X: string, steps: readonly FittedMatrixStep[]): string {
  return steps.reduce((given, fitted) => {
    const { step } = fitted;
    if (!Object.hasOwn(matrixStepWriters, step)) {
      throw notExportable(`The recipe's matrix step "${step}"`, "it has no ONNX counterpart");
    }
    return matrixStepWriters[step]!(graph, given, fitted.toData());
  }, X);
}
