import { alertText, evaluationReportCodec } from "../../evaluation/index.ts";
import { registerAgain, registerVersion } from "../../registry/index.ts";
import { documentCodec, versionsOf } from "../../store/index.ts";
import type { RunContext, RunEvent } from "../context.ts";
import { from, output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";
import { evaluateStep } from "./evaluate.ts";
import { fitStep } from "./fit.ts";
import { type GateRecord, gateStep } from "./gate.ts";

/** The outcome of the gates: a version with its aliases, or none. */
export interface Registration {
  readonly model: {
    readonly name: string;
    readonly version: number;
    readonly digest: string;
  } | null;
  /** Digest of the evaluation report that the gates judged; absent where there is no version. */
  readonly report?: string;
  readonly aliases: readonly string[];
}

const registrationCodec = documentCodec<Registration>("a registration", {
  model: "object?",
  report: "text?",
  aliases: "list",
});

/** A version and its aliases where every gate passed; else an alert that says why and by how much. */
export const registerStep = stepType({
  name: "register",
  title: "register the version",
  phase: "deployment",
  owner: "devOps",
  worker: { participant: "registry", isJob: false, ask: null, opens: false },
  inputs: {
    model: from(fitStep.outputs.model),
    report: from(evaluateStep.outputs.report),
    decisions: from(gateStep.outputs.decisions),
  },
  outputs: { registration: output(registrationCodec) },
  parameters: ({ context: { workflow } }) => ({
    name: workflow.name,
    aliases: aliasesFor(workflow),
    onCall: workflow.problem.people.onCall ?? null,
  }),
  async run({ context, inputs }) {
    const { store, workflow } = context;
    const { artifacts } = store;
    const gates = await inputs.decisions.read();
    if (gates.verdict !== "pass") {
      return {
        outputs: { registration: await registrationCodec.write(artifacts, { model: null, aliases: [] }) },
        events: [{ ...alertOf(workflow, gates), cause: await refusingGate(context) }],
      };
    }
    const { digest } = inputs.model;
    const { metrics } = await inputs.report.read();
    const aliases = aliasesFor(workflow);
    // Committed on its own, because the number is decided in that transaction; done again, it gives the same number.
    const { version } = await registerVersion(store, {
      model: workflow.name,
      digest,
      report: inputs.report.digest,
      metrics,
      reason: `every gate of run ${context.run} passed`,
      ...registrationBy(context),
      aliases,
    });
    const model = { name: workflow.name, version, digest };
    const registration = { model, report: inputs.report.digest, aliases };
    return { outputs: { registration: await registrationCodec.write(artifacts, registration) }, events: [] };
  },
  /** A version that is no longer the newest must be registered anew, or the newest would not be what was declared last. */
  async stale({ store, data, workflow }, outputs) {
    const { model } = await data.read(registrationCodec, outputs.registration);
    if (model === null) return null;
    const newest = (await versionsOf(store, workflow.name)).at(-1);
    return newest?.digest === model.digest ? null : `${model.name}@${model.version} is no longer the newest version`;
  },
  /** A run that skips this step ends in the version, too, and the log ties both together. */
  async settled(context, outputs) {
    const { model, report } = await context.data.read(registrationCodec, outputs.registration);
    if (model === null || report === undefined) return;
    const { metrics } = await context.data.read(evaluationReportCodec, report);
    await registerAgain(context.store, model, { ...registrationBy(context), report, metrics });
  },
});

/** Who registers, and for which run. */
function registrationBy({ run, actor, claim, observer, cause }: RunContext) {
  return { origin: { run }, actor, claim, cause: cause(), onEvent: observer.onEvent };
}

/** The first gate that didn't pass; where the gates were decided in an earlier run, the start of this step. */
async function refusingGate({ store, run, cause }: RunContext): Promise<number | null> {
  const refusing = await store.records
    .selectFrom("gates")
    .select("seq")
    .where("run", "=", run)
    .where("verdict", "!=", "pass")
    .orderBy("position")
    .limit(1)
    .executeTakeFirst();
  return refusing?.seq ?? cause();
}

function alertOf({ name, problem }: RunContext["workflow"], { verdict, decisions }: GateRecord): RunEvent {
  const title = verdict === "fail" ? `${name} did not pass its gates` : `${name}: too little evidence to decide`;
  return {
    type: "alert.raised",
    body: { severity: "warning", to: problem.people.onCall ?? null, title, text: alertText(decisions) },
  };
}

/** `staging` always; `champion` at once where nobody has to approve and no rollout is declared. */
function aliasesFor({ rollout }: RunContext["workflow"]): string[] {
  return rollout === undefined ? ["staging", "champion"] : ["staging"];
}
