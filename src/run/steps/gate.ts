import { decideGates, type GateDecision, gateOf, overallVerdict } from "../../evaluation/index.ts";
import { documentCodec, type Verdict } from "../../store/index.ts";
import { championOf, championPredictions } from "../champion.ts";
import { from, maybe, output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";
import { measureLatency } from "../measure-latency.ts";
import { clusteredFeatures, readTest, testInputs } from "../test-rows.ts";
import { evaluateStep } from "./evaluate.ts";
import { fitStep } from "./fit.ts";

/** All gates' decisions and what they come to, as an artifact. */
export interface GateRecord {
  readonly verdict: Verdict;
  readonly decisions: readonly GateDecision[];
}

const gateRecordCodec = documentCodec<GateRecord>("the decisions of gates", { verdict: "text", decisions: "list" });

/** Whether the model may go on: every declared gate, on the same test rows, beside the champion. */
export const gateStep = stepType({
  name: "gate",
  title: "ask the gates",
  phase: "evaluation",
  owner: "gatekeeper",
  worker: { participant: "validator", isJob: false, ask: "ask the gates", opens: true },
  inputs: {
    ...testInputs,
    model: from(fitStep.outputs.model),
    report: from(evaluateStep.outputs.report),
    predictions: from(evaluateStep.outputs.predictions),
    baselinePredictions: maybe(evaluateStep.outputs.baselinePredictions),
  },
  outputs: { decisions: output(gateRecordCodec) },
  async parameters({ context, inputs }) {
    const { problem, gates, seed } = context.workflow;
    const { task, metric, minimum, goal, costs, target, positive } = problem;
    return {
      problem: { task, metric, minimum, goal, costs, target, positive },
      gates: gates.map(({ kind, params }) => ({ kind, params })),
      champion: await championOf(context, inputs.model.digest),
      seed,
    };
  },
  measured: ({ workflow }) => {
    const measured = workflow.gates.filter((gate) => gateOf(gate).measured).map((gate) => gate.kind);
    return measured.length === 0
      ? null
      : `it measures this machine (${measured.join(", ")}), so it is asked every time`;
  },
  async run({ context, inputs }, { champion }) {
    const { workflow, store } = context;
    const { problem, test } = await readTest(inputs);
    const model = await inputs.model.read();
    const compared = champion === null ? undefined : await championPredictions(context, champion, model, test);
    const decisions = await decideGates(workflow.gates, {
      task: problem.task,
      metric: workflow.problem.metric,
      problem: workflow.problem,
      report: await inputs.report.read(),
      y: test.y,
      positive: problem.positive,
      predictions: await inputs.predictions.read(),
      baselinePredictions: await inputs.baselinePredictions?.read(),
      championPredictions: compared,
      championName: compared === undefined ? undefined : champion?.name,
      frame: test.frame,
      X: clusteredFeatures(problem, model, test),
      measureLatency: () => measureLatency(model, test.frame, context.store.platform.machine),
      modelSizeBytes: (await store.artifacts.read(inputs.model.digest)).length,
      seed: workflow.seed,
    });
    const record: GateRecord = { verdict: overallVerdict(decisions), decisions };
    return {
      outputs: { decisions: await gateRecordCodec.write(store.artifacts, record) },
      events: decisions.map(({ gate, verdict, reason, metric, estimate, bound }, position) => ({
        type: "gate.decided",
        body: { position, gate, verdict, reason, metric, estimate, bound },
      })),
    };
  },
});
