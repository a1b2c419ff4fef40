import { profileCodec, profileTable } from "../../data/index.ts";
import { from, output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";
import { resolveStep } from "./resolve.ts";
import { snapshotStep } from "./snapshot.ts";

/** What the data says before anything is trained. */
export const profileStep = stepType({
  name: "profile",
  title: "describe the data",
  phase: "exploration",
  owner: "dataScientist",
  worker: { participant: "pipeline", isJob: false, ask: "profile the data", opens: false },
  inputs: { table: from(snapshotStep.outputs.table), problem: from(resolveStep.outputs.problem) },
  outputs: { profile: output(profileCodec) },
  parameters: () => ({}),
  async run({ context: { store }, inputs }) {
    const { y, rows, targetColumns } = await inputs.problem.read();
    const profile = profileTable(await inputs.table.read(), { y, rows, exclude: targetColumns });
    return { outputs: { profile: await profileCodec.write(store.artifacts, profile) }, events: [] };
  },
});
