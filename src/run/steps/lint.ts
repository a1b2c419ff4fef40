import { listCodec } from "../../store/index.ts";
import { type Finding, portableSpec } from "../../workflow/index.ts";
import { from, output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";
import { lintRefusal } from "../lint-declaration.ts";
import { snapshotStep } from "./snapshot.ts";

/** What lint found, without the places: the declaration may have moved in its file since. */
type KeptFinding = Omit<Finding, "at">;

const findingsCodec = listCodec<KeptFinding>("a list of findings");

/** The declaration against the columns that the data turned out to have, before anything is learned. */
export const lintStep = stepType({
  name: "lint",
  title: "check the file against the columns",
  phase: "preparation",
  owner: "dataScientist",
  worker: { participant: "pipeline", isJob: false, ask: null, opens: false },
  inputs: { manifest: from(snapshotStep.outputs.manifest) },
  outputs: { findings: output(findingsCodec) },
  parameters: ({ context }) => ({ declaration: portableSpec(context.workflow) }),
  async run({ context, inputs }) {
    const { columns } = await inputs.manifest.read();
    const findings = context.lint(Object.fromEntries(columns.map(({ name, kind }) => [name, kind])));
    return {
      outputs: {
        findings: await findingsCodec.write(
          context.store.artifacts,
          findings.map(({ at, ...finding }) => finding),
        ),
      },
      events: [],
      refusal: lintRefusal(findings),
    };
  },
});
