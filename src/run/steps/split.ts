import { makeSplit } from "../../training/index.ts";
import { from, output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";
import { encodeRows, type StoredSplit, splitCodec } from "../stored-split.ts";
import { resolveStep } from "./resolve.ts";
import { snapshotStep } from "./snapshot.ts";

/** Which rows train and which are kept for the test, decided once and before anything is learned from them. */
export const splitStep = stepType({
  name: "split",
  title: "set test rows aside",
  phase: "preparation",
  owner: "dataScientist",
  worker: { participant: "pipeline", isJob: false, ask: null, opens: false },
  inputs: { table: from(snapshotStep.outputs.table), problem: from(resolveStep.outputs.problem) },
  outputs: { rows: output(splitCodec) },
  parameters: ({ context: { workflow } }) => ({
    split: { ...workflow.split, at: undefined },
    time: workflow.data.options.time ?? null,
    seed: workflow.seed,
  }),
  async run({ context: { store, workflow }, inputs }) {
    const whole = await inputs.table.read();
    const problem = await inputs.problem.read();
    const frame = problem.rows.length === whole.rowCount ? whole : whole.take(problem.rows);
    const split = makeSplit(workflow.split, frame, problem.y, workflow.seed, workflow.data.options.time);
    const stored: StoredSplit = {
      how: split.how,
      trainingRows: split.train.length,
      testRows: split.test.length,
      withoutTarget: whole.rowCount - frame.rowCount,
      // Rows of the snapshot; a split by time keeps its order in folds, so indices stay ascending.
      test: encodeRows(
        split.test.map((row) => problem.rows[row]!),
        whole.rowCount,
      ),
      unused: encodeRows(
        unusedRows(split, frame.rowCount).map((row) => problem.rows[row]!),
        whole.rowCount,
      ),
    };
    const rows = await splitCodec.write(store.artifacts, stored);
    const { trainingRows, testRows, how } = stored;
    return {
      outputs: { rows },
      events: [{ type: "split.made", body: { digest: rows, trainingRows, testRows, how } }],
    };
  },
});

function unusedRows(split: { train: Int32Array; test: Int32Array }, count: number): Int32Array {
  const used = new Uint8Array(count);
  for (const row of split.train) used[row] = 1;
  for (const row of split.test) used[row] = 1;
  return Int32Array.from({ length: count }, (_, i) => i).filter((row) => used[row] === 0);
}
