import { describe, expect, it } from "vitest";
import { documentCodec } from "../../store/index.ts";
import { defineWorkflow } from "../../workflow/index.ts";
import { fitStep } from "../steps/fit.ts";
import { madeBy, neededFor, planGraph } from "./plan-graph.ts";
import { each, from, type InputPorts, maybe, type OutputPorts, output } from "./port.ts";
import type { StepType } from "./step-type.ts";

const { spec } = defineWorkflow({
  name: "x",
  problem: { target: "y" },
  data: { kind: "csv", path: "x.csv", options: {} },
});

const number = documentCodec<{ n: number }>("a number", { n: "number" });

function typed(name: string, inputs: InputPorts, outputs: OutputPorts, instances?: readonly string[]): StepType {
  return {
    name,
    title: name,
    phase: "data",
    owner: "dataEngineer",
    worker: { participant: "pipeline", isJob: false, ask: null, opens: false },
    inputs,
    outputs,
    ...(instances === undefined ? {} : { instances: () => instances }),
    parameters: () => ({}),
    run: async () => ({ outputs: {}, events: [] }),
  };
}

const table = output(number);
const cleaned = output(number);
const read = typed("read", {}, { table }, ["orders", "customers"]);
const clean = typed("clean", { table: from(table) }, { cleaned }, ["orders", "customers"]);
const join = typed("join", { tables: each(cleaned) }, { joined: output(number) });
const alone = typed("alone", {}, { other: output(number) });

describe("planGraph", () => {
  it("has an instance of each type, read from those before it", () => {
    const graph = planGraph(spec);
    expect(graph.map(({ id }) => id)).toEqual([
      "snapshot",
      "lint",
      "resolve",
      "check",
      "profile",
      "split",
      "train",
      "fit",
      "evaluate",
      "gate",
      "register",
    ]);
    expect(graph.find(({ type }) => type === fitStep)?.sources["leaderboard"]).toEqual([
      { instance: "train", output: "leaderboard" },
    ]);
  });

  it("has several instances of a type, each reading from the one of its own name; a step may read from all", () => {
    const graph = planGraph(spec, [alone, read, clean, join]);
    expect(graph.map(({ id, sources }) => [id, Object.values(sources).flat()])).toEqual([
      ["alone", []],
      ["read:orders", []],
      ["read:customers", []],
      ["clean:orders", [{ instance: "read:orders", output: "table" }]],
      ["clean:customers", [{ instance: "read:customers", output: "table" }]],
      [
        "join",
        [
          { instance: "clean:orders", output: "cleaned" },
          { instance: "clean:customers", output: "cleaned" },
        ],
      ],
    ]);
  });

  it("refuses an input that no earlier step makes, or that several do of which none is meant", () => {
    expect(() => planGraph(spec, [clean])).toThrow('input "table" of step clean:orders is made by 0 earlier steps');
    const one = typed("one", { table: from(table) }, {});
    expect(() => planGraph(spec, [read, one])).toThrow('input "table" of step one is made by 2 earlier steps');
    const unsure = typed("unsure", { table: maybe(table) }, {});
    expect(planGraph(spec, [read, unsure]).at(-1)?.sources).toEqual({ table: [] });
  });
});

describe("neededFor, madeBy", () => {
  it("tells which steps an output depends on, and no others", () => {
    const ids = neededFor(fitStep.outputs.model, planGraph(spec)).map(({ id }) => id);
    expect(ids).toEqual(["snapshot", "resolve", "split", "train", "fit"]);
    const graph = planGraph(spec, [alone, read, clean, join]);
    expect(neededFor(cleaned, graph).map(({ id }) => id)).toEqual([
      "read:orders",
      "read:customers",
      "clean:orders",
      "clean:customers",
    ]);
  });

  it("finds what was made of an output", () => {
    const graph = planGraph(spec);
    expect(madeBy(fitStep.outputs.model, graph, new Map([["fit", { model: "sha256:m" }]]))).toBe("sha256:m");
    expect(madeBy(fitStep.outputs.baseline, graph, new Map([["fit", { model: "sha256:m" }]]))).toBeUndefined();
    expect(madeBy(fitStep.outputs.model, graph, new Map())).toBeUndefined();
  });
});
