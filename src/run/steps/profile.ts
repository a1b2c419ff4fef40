import { profileTable } from "../../data/index.ts";
import { canonicalJson } from "../../ml/index.ts";
import { meetProblem } from "../problem.ts";
import type { Step } from "../step.ts";

/** What the data says before anything is trained. */
export const profileStep: Step = {
  name: "profile",
  title: "describe the data",
  owner: "dataScientist",
  worker: { participant: "pipeline", isJob: false, ask: "profile the data", opens: false },
  inputs: ["snapshot.table"],
  parameters: ({ workflow }) => ({
    target: workflow.problem.target ?? null,
    task: workflow.problem.task,
    positive: workflow.problem.positive ?? null,
  }),
  measured: () => null,
  async run({ data, store, workflow }, inputs) {
    const frame = await data.frame(inputs["snapshot.table"]!);
    const problem = meetProblem(workflow, frame);
    const profile = profileTable(frame, { y: problem.y, rows: problem.rows, exclude: problem.targetColumns });
    return { outputs: { profile: await store.artifacts.put(canonicalJson(profile)) }, events: [] };
  },
};
