import { type CheckReport, checkTable, runChecks, writeQuarantine } from "../../data/index.ts";
import { fail, type MillraceError } from "../../errors/index.ts";
import { canonicalJson } from "../../ml/index.ts";
import type { RunContext, RunEvent } from "../context.ts";
import { meetProblem } from "../problem.ts";
import type { Step } from "../step.ts";

/** Whether the data is fit to be trained on, asked before anything is. */
export const checkStep: Step = {
  name: "check",
  title: "check the data",
  owner: "dataEngineer",
  worker: { participant: "validator", isJob: false, ask: "check the data", opens: false },
  inputs: ["snapshot.table"],
  parameters: ({ workflow }) => ({
    checks: workflow.checks.map(({ kind, column, params, severity }) => ({ kind, column, params, severity })),
    target: workflow.problem.target ?? null,
    task: workflow.problem.task,
  }),
  measured({ workflow }) {
    const kinds = new Set(workflow.checks.map(({ kind }) => kind));
    const reading = [...kinds].filter((kind) => checkTable[kind]?.readsClock === true);
    return reading.length === 0
      ? null
      : `it compares with the clock (${reading.join(", ")}), so it is asked every time`;
  },
  async run(context, inputs) {
    const { data, store, workflow } = context;
    const { clock } = store.platform;
    const frame = await data.frame(inputs["snapshot.table"]!);
    const { y, rows, targetColumns } = meetProblem(workflow, frame);
    const target = y === null ? null : { y, rows, columns: targetColumns };
    const { report, quarantine } = runChecks(frame, workflow.checks, { clock, target });
    const kept = quarantine === null ? null : await keepAside(context, quarantine);
    return {
      outputs: {
        report: await store.artifacts.put(canonicalJson(report)),
        ...(kept === null ? {} : { quarantine: kept }),
      },
      events: decisions(report, kept),
      refusal: refusalOf(context, report, kept),
    };
  },
};

async function keepAside({ store }: RunContext, quarantine: Parameters<typeof writeQuarantine>[0]): Promise<string> {
  const path = store.artifacts.temporaryPath("parquet");
  await writeQuarantine(quarantine, path, store.platform.random);
  return store.artifacts.adopt(path);
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
