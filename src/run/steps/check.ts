import {
  type CheckReport,
  checkReportCodec,
  checkTable,
  runChecks,
  tableCodec,
  writeQuarantine,
} from "../../data/index.ts";
import { fail, type MillraceError } from "../../errors/index.ts";
import type { Frame } from "../../ml/index.ts";
import type { Stored } from "../../store/index.ts";
import type { RunContext, RunEvent } from "../context.ts";
import { from, optionalOutput, output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";
import { resolveStep } from "./resolve.ts";
import { snapshotStep } from "./snapshot.ts";

/** Whether the data is fit to be trained on, asked before anything is. */
export const checkStep = stepType({
  name: "check",
  title: "check the data",
  phase: "preparation",
  owner: "dataEngineer",
  worker: { participant: "validator", isJob: false, ask: "check the data", opens: false },
  inputs: { table: from(snapshotStep.outputs.table), problem: from(resolveStep.outputs.problem) },
  outputs: { report: output(checkReportCodec), quarantine: optionalOutput(tableCodec) },
  parameters: ({ context: { workflow } }) => ({
    checks: workflow.checks.map(({ kind, column, params, severity }) => ({ kind, column, params, severity })),
  }),
  measured({ workflow }) {
    const kinds = new Set(workflow.checks.map(({ kind }) => kind));
    const reading = [...kinds].filter((kind) => checkTable[kind]?.readsClock === true);
    return reading.length === 0
      ? null
      : `it compares with the clock (${reading.join(", ")}), so it is asked every time`;
  },
  async run({ context, inputs }) {
    const { store, workflow } = context;
    const { clock } = store.platform;
    const frame = await inputs.table.read();
    const { y, rows, targetColumns } = await inputs.problem.read();
    const target = y === null ? null : { y, rows, columns: targetColumns };
    const { report, quarantine } = runChecks(frame, workflow.checks, { clock, target });
    const kept = quarantine === null ? undefined : await keepAside(context, quarantine);
    return {
      outputs: { report: await checkReportCodec.write(store.artifacts, report), quarantine: kept },
      events: decisions(report, kept ?? null),
      refusal: refusalOf(context, report, kept ?? null),
    };
  },
});

async function keepAside({ store }: RunContext, quarantine: Frame): Promise<Stored<Frame>> {
  const path = store.artifacts.temporaryPath("parquet");
  await writeQuarantine(quarantine, path, store.platform.random);
  return (await store.artifacts.adopt(path)) as Stored<Frame>;
}

function decisions(report: CheckReport, quarantine: string | null): RunEvent[] {
  return report.results.map(({ check, column, status, message, failingRows }, position) => ({
    type: "check.decided",
    body: { position, check, column, status, message, failingRows, quarantine: failingRows > 0 ? quarantine : null },
  }));
}

/** RUN_CHECK_FAILED naming every check that failed and the rows that were kept aside; undefined where none did. */
function refusalOf({ run }: RunContext, report: CheckReport, quarantine: string | null): MillraceError | undefined {
  const failed = report.results.filter((result) => result.status === "failed");
  if (failed.length === 0) return undefined;
  return fail("RUN_CHECK_FAILED", {
    checks: failed.map(
      ({ check, column, message }) => `${column === null ? check : `${check} "${column}"`}: ${message}`,
    ),
    rows: failed.reduce((sum, result) => sum + result.failingRows, 0),
    quarantine,
    run,
  });
}
