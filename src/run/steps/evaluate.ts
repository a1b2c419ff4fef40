import { evaluateModel, gateOf } from "../../evaluation/index.ts";
import { canonicalJson } from "../../ml/index.ts";
import type { RunContext } from "../context.ts";
import { scoreTest } from "../scored-test.ts";
import type { Step } from "../step.ts";

/** What the model is worth on rows that nothing was learned from. */
export const evaluateStep: Step = {
  name: "evaluate",
  title: "measure on test rows",
  owner: "dataScientist",
  worker: { participant: "validator", isJob: false, ask: "evaluate the model on test rows", opens: false },
  inputs: ["snapshot.table", "split.rows", "fit.model", "fit.baseline?"],
  parameters: ({ workflow }) => ({
    target: workflow.problem.target ?? null,
    task: workflow.problem.task,
    positive: workflow.problem.positive ?? null,
    slices: sliceColumns(workflow.gates),
    seed: workflow.seed,
  }),
  measured: () => null,
  async run(context, inputs) {
    const { workflow, store } = context;
    const { problem, test, model, predictions, X } = await scoreTest(context, inputs, null);
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
      X,
    });
    return {
      outputs: { report: await store.artifacts.put(canonicalJson(report)) },
      events: [
        {
          type: "model.evaluated",
          body: { digest: inputs["fit.model"]!, rows: test.frame.rowCount, metrics: report.metrics },
        },
      ],
    };
  },
};

/** The columns by which gates slice. */
function sliceColumns(gates: RunContext["workflow"]["gates"]): string[] {
  return gates.flatMap((gate) => gateOf(gate).slicesBy?.(gate) ?? []);
}
