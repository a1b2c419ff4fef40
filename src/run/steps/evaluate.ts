import { evaluateModel, evaluationReportCodec, gateOf } from "../../evaluation/index.ts";
import type { RunContext } from "../context.ts";
import { from, maybe, optionalOutput, output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";
import { predictionsCodec } from "../predictions-codec.ts";
import { clusteredFeatures, readTest, testInputs } from "../test-rows.ts";
import { fitStep } from "./fit.ts";

/** What the model is worth on rows that nothing was learned from. */
export const evaluateStep = stepType({
  name: "evaluate",
  title: "measure on test rows",
  phase: "evaluation",
  owner: "dataScientist",
  worker: { participant: "validator", isJob: false, ask: "evaluate the model on test rows", opens: false },
  inputs: { ...testInputs, model: from(fitStep.outputs.model), baseline: maybe(fitStep.outputs.baseline) },
  outputs: {
    report: output(evaluationReportCodec),
    predictions: output(predictionsCodec),
    baselinePredictions: optionalOutput(predictionsCodec),
  },
  parameters: ({ context: { workflow } }) => ({ slices: sliceColumns(workflow.gates), seed: workflow.seed }),
  async run({ context: { workflow, store }, inputs }) {
    const { problem, test } = await readTest(inputs);
    const model = await inputs.model.read();
    const predictions = model.predict(test.frame);
    const baseline = await inputs.baseline?.read();
    const report = evaluateModel({
      y: test.y,
      predictions,
      task: problem.task,
      classes: model.classes,
      positive: problem.positive,
      seed: workflow.seed,
      frame: test.frame,
      slices: sliceColumns(workflow.gates),
      excluded: problem.targetColumns,
      X: clusteredFeatures(problem, model, test),
    });
    return {
      outputs: {
        report: await evaluationReportCodec.write(store.artifacts, report),
        predictions: await predictionsCodec.write(store.artifacts, predictions),
        baselinePredictions:
          baseline === undefined
            ? undefined
            : await predictionsCodec.write(store.artifacts, baseline.predict(test.frame)),
      },
      events: [
        {
          type: "model.evaluated",
          body: { digest: inputs.model.digest, rows: test.frame.rowCount, metrics: report.metrics },
        },
      ],
    };
  },
});

/** The columns by which gates slice. */
function sliceColumns(gates: RunContext["workflow"]["gates"]): string[] {
  return gates.flatMap((gate) => gateOf(gate).slicesBy?.(gate) ?? []);
}
