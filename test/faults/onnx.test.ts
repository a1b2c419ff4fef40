import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isMillraceError } from "../../src/errors/index.ts";
import { importOnnx, random } from "../../src/ml/index.ts";
import { encodeOnnx } from "../../src/ml/onnx/encode-onnx.ts";
import { GraphBuilder, int, ints } from "../../src/ml/onnx/graph-builder.ts";
import { decodeOnnx, numberTensor, sessionOf } from "../../src/ml/onnx/index.ts";

const folder = new URL("../fixtures/onnx/", import.meta.url);
const models = readdirSync(folder)
  .filter((file) => file.endsWith(".onnx"))
  .map((file) => readFileSync(new URL(file, folder)))
  .filter((bytes) => bytes.length < 20_000);

/** Every code that hostile bytes may end in. */
const allowed = /^ML_(ONNX_(INVALID|UNSUPPORTED|TOO_LARGE|SIGNATURE)|SHAPE_MISMATCH|MODEL_CORRUPT|CLASS_UNKNOWN)$/;

/** The code of the error, or "scores". */
function outcomeOf(bytes: Uint8Array): string {
  try {
    importOnnx(bytes);
    return "scores";
  } catch (error) {
    if (isMillraceError(error)) return error.code;
    return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : "something else";
  }
}

describe("hostile ONNX files", () => {
  it("ten thousand damaged files end in a typed error or a model that scores, soon", () => {
    const draw = random(11, "hostile-onnx");
    const outcomes = new Map<string, number>();
    let slowest = 0;
    for (let i = 0; i < 10_000; i++) {
      const bytes = damaged(models[i % models.length]!, draw);
      const start = performance.now();
      const outcome = outcomeOf(bytes);
      slowest = Math.max(slowest, performance.now() - start);
      if (outcome !== "scores") expect(outcome).toMatch(allowed);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(outcomes.get("ML_ONNX_INVALID")).toBeGreaterThan(500);
    expect(outcomes.get("scores")).toBeGreaterThan(500);
    expect(slowest).toBeLessThan(5000);
  });

  it("every beginning of a file is refused or scores", () => {
    const bytes = models[0]!;
    for (let length = 0; length < bytes.length; length += 7) {
      const outcome = outcomeOf(bytes.subarray(0, length));
      if (outcome !== "scores") expect(outcome).toMatch(allowed);
    }
  });

  it("no graph takes all memory or all time", () => {
    const huge = built((graph, x) => {
      const big = graph.node("Expand", [x, graph.integers([1, 1_000_000_000])]);
      return graph.node("ReduceMax", [big], { axes: ints([1]), keepdims: int(1) });
    });
    expect(outcomeOf(huge)).toBe("ML_ONNX_TOO_LARGE");
    const slow = built((graph, x) => {
      let matrix = graph.node("Expand", [graph.floats(1), graph.integers([4000, 4000])]);
      for (let i = 0; i < 5; i++) matrix = graph.node("MatMul", [matrix, matrix]);
      return graph.node("Add", [x, graph.node("ReduceMax", [matrix], { axes: ints([0, 1]), keepdims: int(1) })]);
    });
    const start = performance.now();
    expect(outcomeOf(slow)).toBe("ML_ONNX_TOO_LARGE");
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it("names all operators that can't be run", () => {
    const graph = built((made, x) => made.mlNode("SVMRegressor", [made.node("GRU", [made.node("STFT", [x])])]));
    try {
      importOnnx(graph);
      expect.unreachable();
    } catch (error) {
      expect(isMillraceError(error, "ML_ONNX_UNSUPPORTED")).toBe(true);
      expect((error as Error).message).toContain("GRU, STFT, ai.onnx.ml.SVMRegressor");
    }
  });

  it("trees that lead back to themselves are refused", () => {
    const attributes = {
      ...{ nodes_treeids: ints([0, 0, 0]), nodes_nodeids: ints([0, 1, 2]), nodes_featureids: ints([0, 0, 0]) },
      ...{ nodes_truenodeids: ints([1, 0, 0]), nodes_falsenodeids: ints([2, 2, 0]) },
      nodes_modes: { kind: "strings", values: ["BRANCH_LEQ", "BRANCH_LEQ", "LEAF"] },
      nodes_values: { kind: "floats", values: [0, 0, 0] },
      ...{ target_treeids: ints([0]), target_nodeids: ints([2]), target_ids: ints([0]) },
      target_weights: { kind: "floats", values: [1] },
    } as const;
    expect(outcomeOf(built((graph, x) => graph.mlNode("TreeEnsembleRegressor", [x], attributes)))).toBe(
      "ML_ONNX_INVALID",
    );
  });

  it("data in other files is refused", () => {
    // TensorProto: dims 1, float, name "w", external_data: { location: "/etc/passwd" }, data_location EXTERNAL.
    const tensor = [
      8,
      1,
      16,
      1,
      66,
      1,
      119,
      106,
      23,
      10,
      8,
      ...ascii("location"),
      18,
      11,
      ...ascii("/etc/passwd"),
      112,
      1,
    ];
    const graph = [42, tensor.length, ...tensor];
    const opset = [66, 2, 16, 15];
    const bytes = Uint8Array.from([8, 8, 58, graph.length, ...graph, ...opset]);
    expect(outcomeOf(bytes)).toBe("ML_ONNX_UNSUPPORTED");
  });

  it("a session refuses rows of another width", () => {
    const bytes = readFileSync(new URL("xgboost-binary.onnx", folder));
    const rows = numberTensor("float", [1, 1], [0]);
    expect(() => sessionOf(decodeOnnx(bytes)).run(new Map([["input", rows]]), ["probabilities"])).toThrow(/features/);
  });
});

function damaged(source: Uint8Array, draw: ReturnType<typeof random>): Uint8Array {
  const bytes = Uint8Array.from(source);
  const changes = 1 + draw.integer(4);
  for (let k = 0; k < changes; k++) {
    const at = draw.integer(bytes.length);
    bytes[at] = draw.next() < 0.5 ? draw.integer(256) : bytes[at]! ^ (1 << draw.integer(8));
  }
  if (draw.next() < 0.1) return bytes.subarray(0, draw.integer(bytes.length));
  return bytes;
}

/** A model of one input "x", (n, 1) floats, and one output. */
function built(write: (graph: GraphBuilder, x: string) => string): Uint8Array {
  const graph = new GraphBuilder(["x", "y"]);
  const made = write(graph, graph.input("x", "float", [null, 1]));
  graph.node("Identity", [made], {}, "y");
  graph.output("y", "float", [null, 1]);
  const opsets = new Map([
    ["", 15],
    ["ai.onnx.ml", 3],
  ]);
  const described = { irVersion: 8, opsets, producer: "", producerVersion: "", metadata: new Map<string, string>() };
  return encodeOnnx({ ...described, graph: graph.build("test") });
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
