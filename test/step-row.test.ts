import { afterEach, describe, expect, it, vi } from "vitest";
import { drawDiagram, loadSubject } from "../src/pictures/index.ts";
import { describeRun, explainSteps, reproduce } from "../src/run/index.ts";
import type * as StepTable from "../src/run/steps/index.ts";
import { type SmallHome, smallHome } from "./fixtures/small-run.ts";

const done = vi.hoisted((): string[] => []);

/** The table with two more rows: all that new steps take. The first has two instances, the second reads from both. */
vi.mock("../src/run/steps/index.ts", async (importOriginal) => {
  const { stepTypes } = await importOriginal<typeof StepTable>();
  const { documentCodec } = await import("../src/store/index.ts");
  const { each, from, output } = await import("../src/run/graph/port.ts");
  const { stepType } = await import("../src/run/graph/step-type.ts");
  const { snapshotStep } = await import("../src/run/steps/snapshot.ts");
  const count = documentCodec<{ readonly count: number }>("a count", { count: "number" });
  const facts = {
    phase: "exploration",
    owner: "dataScientist",
    worker: { participant: "validator", isJob: false, ask: "count what came", opens: false },
  } as const;
  const countStep = stepType({
    ...facts,
    name: "count",
    title: "count what came",
    inputs: { table: from(snapshotStep.outputs.table) },
    outputs: { count: output(count) },
    instances: () => ["rows", "columns"],
    parameters: ({ of }) => ({ of }),
    async run({ context, of, inputs }) {
      done.push(`count ${of}`);
      const frame = await inputs.table.read();
      const found = of === "rows" ? frame.rowCount : frame.columns.size;
      return { outputs: { count: await count.write(context.store.artifacts, { count: found }) }, events: [] };
    },
  });
  const cellStep = stepType({
    ...facts,
    name: "cells",
    title: "multiply the counts",
    inputs: { counts: each(countStep.outputs.count) },
    outputs: { cells: output(count) },
    parameters: () => ({}),
    async run({ context, inputs }) {
      done.push("cells");
      const counts = await Promise.all(inputs.counts.map((input) => input.read()));
      const cells = counts.reduce((product, one) => product * one.count, 1);
      return { outputs: { cells: await count.write(context.store.artifacts, { count: cells }) }, events: [] };
    },
  });
  const at = stepTypes.findIndex(({ name }) => name === "split");
  return { stepTypes: [...stepTypes.slice(0, at), countStep, cellStep, ...stepTypes.slice(at)] };
});

const ids = ["count:rows", "count:columns", "cells"];
let home: SmallHome;
afterEach(async () => {
  done.length = 0;
  await home.close();
});

describe("a step that is one more row of the table", () => {
  it("is done once an instance, hands over what it made, and is reused", async () => {
    home = await smallHome();
    const { result, outputs, error } = await home.run();
    expect(error).toBeUndefined();
    expect(done).toEqual(["count rows", "count columns", "cells"]);
    const cells = await home.store.artifacts.read(outputs.get("cells")!["cells"]!);
    expect(JSON.parse(new TextDecoder().decode(cells))).toEqual({ count: 60 * 3 });
    expect(result.steps.map(({ name }) => name)).toEqual(expect.arrayContaining(ids));
    const again = await home.run();
    expect(done).toHaveLength(3);
    expect(again.result.steps.filter(({ name }) => ids.includes(name)).map(({ cached }) => cached)).toEqual([
      true,
      true,
      true,
    ]);
    expect((await explainSteps(home.store, "latest", "count:rows"))[0]).toMatchObject({ cached: true });
    const why = await explainSteps(home.store, "latest", "count").catch((failed: Error) => failed);
    expect(why).toMatchObject({ code: "RUN_STEP_UNKNOWN" });
  });

  it("stands in the story and in every picture of the run, with what it does and which instance it is", async () => {
    home = await smallHome();
    const { result } = await home.run();
    const story = await describeRun(home.store, result.run);
    expect(story.steps.map(({ instance, step }) => [instance, step])).toEqual(
      expect.arrayContaining([
        ["count:rows", "count"],
        ["count:columns", "count"],
        ["cells", "cells"],
      ]),
    );
    const subject = await loadSubject(home.store, result.run);
    const text = (kind: Parameters<typeof drawDiagram>[0]): string => drawDiagram(kind, subject).text;
    expect(text("flowchart")).toMatch(/count_rows\["count what came \(rows\)<br\/>.*\]:::done/);
    expect(text("flowchart")).toContain("profile ==> count_rows");
    expect(text("flowchart")).toContain("cells ==> split");
    expect(text("gantt")).toContain("multiply the counts (");
    expect(text("timeline")).toContain("section count what came #40;columns#41;");
    expect(text("sequence")).toContain("pipeline->>validator: count what came");
  });

  it("is not done again to reproduce a model that doesn't depend on it", async () => {
    home = await smallHome();
    await home.run();
    done.length = 0;
    const { signal } = new AbortController();
    const outcome = await reproduce({ ...home, reference: "rides@1", threads: 1, signal, executor: home.executor });
    expect(outcome.same).toBe(true);
    expect(done).toEqual([]);
  });

  it("is in the reference", async () => {
    const { runResultPage } = await import("../scripts/docs/pages/run-result.ts");
    expect(runResultPage.body?.()).toContain("`profile`, `count`, `cells`, `split`");
    home = await smallHome();
  });
});
