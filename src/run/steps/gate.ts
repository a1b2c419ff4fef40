import {
  decideGates,
  type EvaluationReport,
  type GateDecision,
  gateOf,
  overallVerdict,
} from "../../evaluation/index.ts";
import { canonicalJson } from "../../ml/index.ts";
import type { Verdict } from "../../store/index.ts";
import { measureLatency } from "../measure-latency.ts";
import { championOf, scoreTest } from "../scored-test.ts";
import type { Step } from "../step.ts";

/** All gates' decisions and what they come to, as an artifact. */
export interface GateRecord {
  readonly verdict: Verdict;
  readonly decisions: readonly GateDecision[];
}

/** Whether the model may go on: every declared gate, on the same test rows, beside the champion. */
export const gateStep: Step = {
  name: "gate",
  title: "ask the gates",
  owner: "gatekeeper",
  worker: { participant: "validator", isJob: false, ask: "ask the gates", opens: true },
  inputs: ["snapshot.table", "split.rows", "fit.model", "fit.baseline?", "evaluate.report"],
  parameters: async (context, inputs) => {
    const { problem, gates, seed } = context.workflow;
    const { task, metric, minimum, goal, costs, target, positive } = problem;
    return {
      problem: { task, metric, minimum, goal, costs, target, positive },
      gates: gates.map(({ kind, params }) => ({ kind, params })),
      champion: await championOf(context, inputs["fit.model"]!),
      seed,
    };
  },
  measured: ({ workflow }) => {
    const measured = workflow.gates.filter((gate) => gateOf(gate).measured).map((gate) => gate.kind);
    return measured.length === 0
      ? null
      : `it measures this machine (${measured.join(", ")}), so it is asked every time`;
  },
  async run(context, inputs) {
    const { workflow, store, data } = context;
    const scored = await scoreTest(context, inputs, await championOf(context, inputs["fit.model"]!));
    const { problem, test, model } = scored;
    const decisions = await decideGates(workflow.gates, {
      task: problem.task,
      metric: workflow.problem.metric,
      problem: workflow.problem,
      report: await data.json<EvaluationReport>(inputs["evaluate.report"]!),
      y: test.y,
      positive: problem.positive,
      predictions: scored.predictions,
      baselinePredictions: scored.baseline,
      championPredictions: scored.champion?.predictions,
      championName: scored.champion?.name,
      frame: test.frame,
      X: scored.X,
      measureLatency: () => measureLatency(model, test.frame, context.store.platform.machine),
      modelSizeBytes: (await store.artifacts.read(inputs["fit.model"]!)).length,
      seed: workflow.seed,
    });
    const record: GateRecord = { verdict: overallVerdict(decisions), decisions };
    return {
      outputs: { decisions: await store.artifacts.put(canonicalJson(record)) },
      events: decisions.map(({ gate, verdict, reason, metric, estimate, bound }, position) => ({
        type: "gate.decided",
        body: { position, gate, verdict, reason, metric, estimate, bound },
      })),
    };
  },
};
