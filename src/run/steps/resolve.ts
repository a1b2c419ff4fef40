import { from, output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";
import { resolveProblem } from "../problem.ts";
import { problemCodec } from "../problem-codec.ts";
import { snapshotStep } from "./snapshot.ts";

/** The declared problem on the rows that came: the task, the target and the rows that have one. Every later step reads it. */
export const resolveStep = stepType({
  name: "resolve",
  title: "find the target and its rows",
  phase: "preparation",
  owner: "dataScientist",
  worker: { participant: "pipeline", isJob: false, ask: null, opens: false },
  inputs: { table: from(snapshotStep.outputs.table) },
  outputs: { problem: output(problemCodec) },
  parameters: ({ context: { workflow } }) => ({
    target: workflow.problem.target ?? null,
    task: workflow.problem.task,
    positive: workflow.problem.positive ?? null,
    key: workflow.data.options.key ?? null,
  }),
  async run({ context: { store, workflow }, inputs }) {
    const problem = resolveProblem(workflow, await inputs.table.read());
    return { outputs: { problem: await problemCodec.write(store.artifacts, problem) }, events: [] };
  },
});
