import type { ChildProcess } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { main } from "../../src/cli/program.ts";
import { Frame, importOnnx } from "../../src/ml/index.ts";
import { random } from "../../src/ml/random.ts";
import { systemPlatform } from "../../src/platform/index.ts";
import { json, run, workFolder } from "./command-line.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

interface Result {
  readonly run: string;
  readonly verdict: string;
  readonly model: { readonly name: string; readonly version: number; readonly digest: string } | null;
  readonly leaderboard: readonly { estimator: string; params: Record<string, unknown>; score: number | null }[];
  readonly steps: readonly { name: string; cached: boolean }[];
}

const folder = workFolder();
const { path } = folder;
const foreign = (name: string): Uint8Array => readFileSync(new URL(`../fixtures/onnx/${name}.onnx`, import.meta.url));

/** Customers whose answer is what the foreign model says, but for one in ten. */
function customers(rows: number): string {
  const draw = random(3, "customers");
  const colours = ["red", "green", "blue", "grey"];
  const cells = Array.from({ length: rows }, () => ({
    age: 4 * draw.next() - 2,
    size: 3 * draw.next(),
    colour: colours[draw.integer(4)]!,
    grade: "abcd"[draw.integer(4)]!,
  }));
  const texts = (name: "colour" | "grade") => {
    const dictionary = [...new Set(cells.map((cell) => cell[name]))];
    const codes = Int32Array.from(cells, (cell) => dictionary.indexOf(cell[name]));
    return { storage: "codes", kind: "category", codes, dictionary } as const;
  };
  const numbers = (name: "age" | "size") =>
    ({ storage: "values", kind: "number", values: Float64Array.from(cells, (cell) => cell[name]) }) as const;
  const model = importOnnx(foreign("sklearn-columns-logistic"));
  const { values } = model.predict(
    new Frame(rows, [
      ["age", numbers("age")],
      ["size", numbers("size")],
      ["colour", texts("colour")],
      ["grade", texts("grade")],
    ]),
  );
  const lines = cells.map(({ age, size, colour, grade }, i) => {
    const stays = (model.classes[values[i]!] === "stays") !== draw.next() < 0.1;
    return `${age},${size},${colour},${grade},${stays ? "stays" : "leaves"}`;
  });
  return `age,size,colour,grade,answer\n${lines.join("\n")}\n`;
}

function declare(candidate: string, extra = ""): void {
  writeFileSync(
    join(path, "customers.workflow.ts"),
    `import { baseline, betterThanBaseline, defineWorkflow, onnxModel, table } from "millrace";

export default defineWorkflow({
  name: "customers",
  problem: { task: "classification", target: "answer", positive: "leaves" },
  data: table("customers.csv"),
  candidates: [
    baseline(),
    ${candidate},
  ],
  search: { folds: 3, trials: 2 },
  gates: [betterThanBaseline()],${extra}
});
`,
  );
}

async function one<T = Record<string, never>>(...args: string[]): Promise<{ status: number | null; body: T }> {
  const ended = await run([...args, "--json"], { cwd: path });
  return { status: ended.status, body: json<T>(ended) };
}

/** `millrace serve` in a process of its own, once it says where. */
function serve(): Promise<{ url: string; child: ChildProcess; ended: Promise<unknown> }> {
  return new Promise((resolve, reject) => {
    const ended = run(["serve", "customers", "--port", "0"], {
      cwd: path,
      onStart: (child) => {
        const hear = (chunk: Buffer): void => {
          const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0];
          if (url !== undefined) resolve({ url, child, ended });
        };
        child.stdout!.on("data", hear);
        child.stderr!.on("data", hear);
      },
    });
    void ended.then(({ stderr }) => reject(new Error(stderr)));
  });
}

/** The error of a run that isn't worth a process of its own: it is refused before anything is trained. */
async function refused(...args: string[]): Promise<{ code: string; message: string }> {
  const out: string[] = [];
  await main([...args, "--json"], {
    out: (text) => out.push(text),
    note: () => {},
    status: () => {},
    isInteractive: false,
    workingFolder: path,
    environment: {},
    platform: systemPlatform,
    interrupted: new AbortController().signal,
  });
  return (JSON.parse(out[0]!) as { error: { code: string; message: string } }).error;
}

describe("a model that was made elsewhere, as a candidate", () => {
  let first: Result;

  beforeAll(async () => {
    writeFileSync(join(path, "customers.csv"), customers(400));
    copyFileSync(
      new URL("../fixtures/onnx/sklearn-columns-logistic.onnx", import.meta.url),
      join(path, "present.onnx"),
    );
    declare('onnxModel({ file: "present.onnx" })');
    const { status, body } = await one<Result>("run", "--threads", "2");
    expect(body).toMatchObject({ status: "succeeded" });
    expect(status).toBe(0);
    first = body;
  });
  afterAll(folder.remove);

  it("is measured beside the others, gated and registered", () => {
    const [best, baseline] = first.leaderboard;
    expect(best).toMatchObject({
      estimator: "onnxModel",
      params: { file: "present.onnx", digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    });
    expect(best!.score!).toBeGreaterThan(0.85);
    expect(baseline).toMatchObject({ estimator: "baseline", score: 0.5 });
    expect(first).toMatchObject({ verdict: "pass", model: { name: "customers", version: 1 } });
  });

  it("is shown, scores files, and says of fields what the training rows said", async () => {
    const { body } = await one<{ task: string; target: string; positive: string; estimator: { name: string } }>(
      ...["show", "customers"],
    );
    expect(body).toMatchObject({ task: "binary", target: "answer", positive: "leaves" });
    writeFileSync(join(path, "rows.csv"), "age,size,colour,grade\n0.5,1,red,a\n-2,0.1,infrared,d\n,0,blue,b\n");
    const scored = await one<{ rows: number }>("predict", "customers", "--data", "rows.csv", "--out", "scored.csv");
    expect(scored.body).toMatchObject({ rows: 3 });
    const lines = readFileSync(join(path, "scored.csv"), "utf8").trim().split("\n");
    expect(lines[0]).toContain("leaves");
    expect(lines).toHaveLength(4);
  });

  it("is served over HTTP with the same answers as the file gives", async () => {
    const server = await serve();
    try {
      const row = { age: 0.5, size: 1, colour: "red", grade: "a" };
      const reply = await fetch(`${server.url}/predict/customers`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(row),
      });
      expect(reply.status).toBe(200);
      const { probabilities } = ((await reply.json()) as { predictions: { probabilities: Record<string, number> }[] })
        .predictions[0]!;
      const recorded = importOnnx(foreign("sklearn-columns-logistic"));
      const text = (label: string) =>
        ({ storage: "codes", kind: "category", codes: Int32Array.of(0), dictionary: [label] }) as const;
      const number = (value: number) =>
        ({ storage: "values", kind: "number", values: Float64Array.of(value) }) as const;
      const frame = new Frame(1, [
        ["age", number(row.age)],
        ["size", number(row.size)],
        ["colour", text(row.colour)],
        ["grade", text(row.grade)],
      ]);
      const own = recorded.predict(frame).probabilities!;
      expect(recorded.classes.map((label) => probabilities[label])).toEqual([...own]);
      const wrong = await fetch(`${server.url}/predict/customers`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...row, age: "old" }),
      });
      expect(wrong.status).toBe(422);
    } finally {
      server.child.kill("SIGTERM");
      await server.ended;
    }
  });

  it("costs nothing a second time, and is another candidate when its file has changed", async () => {
    const again = await one<Result>("run");
    expect(again.body.steps.filter(({ cached }) => !cached)).toEqual([]);
    writeFileSync(join(path, "present.onnx"), foreign("sklearn-columns-forest"));
    const changed = await one<Result>("run");
    expect(changed.body.steps.filter(({ cached }) => !cached).map(({ name }) => name)).toContain("train");
    expect(changed.body.leaderboard[0]!.params["digest"]).not.toBe(first.leaderboard[0]!.params["digest"]);
    const { body } = await one<{ steps: { name: string; why: { text: string } }[] }>(
      "show",
      (changed.body as Result).run,
    );
    expect(body.steps.find(({ name }) => name === "train")!.why.text).toContain("params.digest changed");
  });

  it("is reproduced after its file is gone", async () => {
    rmSync(join(path, "present.onnx"));
    const { status, body } = await one("reproduce", "customers@1");
    expect(body).toMatchObject({ same: true, expected: first.model!.digest });
    expect(status).toBe(0);
    expect(await refused("run")).toMatchObject({
      code: "WORKFLOW_MODEL_UNREADABLE",
      message: expect.stringContaining("customers.workflow.ts:9"),
    });
  });

  it("is refused, at its line, where it isn't one for the data", async () => {
    writeFileSync(join(path, "present.onnx"), foreign("sklearn-columns-logistic"));
    writeFileSync(join(path, "net.onnx"), foreign("torch-regressor"));
    writeFileSync(join(path, "broken.onnx"), "no model");
    for (const [candidate, code, message] of [
      ['onnxModel({ file: "broken.onnx" })', "ML_ONNX_INVALID", "customers.workflow.ts:9: The ONNX model"],
      [
        'onnxModel({ file: "present.onnx", columns: ["age", "size", "color", "grade"] })',
        "WORKFLOW_LINT_FAILED",
        'Did you mean "colour"',
      ],
      [
        'onnxModel({ file: "present.onnx", columns: ["age", "colour", "size", "grade"] })',
        "WORKFLOW_LINT_FAILED",
        '"colour" as numbers',
      ],
      ['onnxModel({ file: "present.onnx", columns: ["age"] })', "ML_ONNX_SIGNATURE", "4 names"],
      [
        'onnxModel({ file: "present.onnx", classes: ["no", "yes"] })',
        "ML_ONNX_SIGNATURE",
        "customers.workflow.ts:9: The ONNX model's classes: expected the target's labels (leaves, stays), got no, yes",
      ],
      ['onnxModel({ file: "net.onnx" })', "WORKFLOW_LINT_FAILED", "is for regression; the task is classification"],
      ["onnxModel({ path: 1 } as never)", "ML_PARAMETER_INVALID", "customers.workflow.ts:9: "],
    ] as const) {
      declare(candidate);
      const error = await refused("run");
      expect(error.code, error.message).toBe(code);
      expect(error.message).toContain(message);
    }
  });
});
