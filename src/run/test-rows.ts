import type { FittedPipeline, Matrix } from "../ml/index.ts";
import { from, type InputsOf } from "./graph/port.ts";
import type { Problem } from "./problem.ts";
import { resolveStep } from "./steps/resolve.ts";
import { snapshotStep } from "./steps/snapshot.ts";
import { splitStep } from "./steps/split.ts";
import { type Part, testPart } from "./stored-split.ts";

/** What every step reads that looks at the test rows. */
export const testInputs = {
  table: from(snapshotStep.outputs.table),
  problem: from(resolveStep.outputs.problem),
  rows: from(splitStep.outputs.rows),
} as const;

/** The test rows, and what is asked of them. */
export async function readTest({
  table,
  problem,
  rows,
}: InputsOf<typeof testInputs>): Promise<{ readonly problem: Problem; readonly test: Part }> {
  const asked = await problem.read();
  return { problem: asked, test: testPart(await rows.read(), await table.read(), asked) };
}

/** The model's features of the test rows, for a task that is measured on them (clustering). */
export function clusteredFeatures({ task }: Problem, model: FittedPipeline, { frame }: Part): Matrix | undefined {
  return task === "clustering" ? model.transform(frame) : undefined;
}
