// Our side of the prediction bench. Arguments: FOLDER prepare | FOLDER batch THREADS | FOLDER row QUANTILE | FOLDER object QUANTILE
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  decodeModel,
  encodeModel,
  type Feature,
  Frame,
  fitPipeline,
  gradientBoosting,
  type Matrix,
  type Model,
  matrix,
  predictorOf,
  random,
} from "../../src/ml/index.ts";
import { threadTeam } from "../../src/training/threads/thread-team.ts";
import { areaUnderRoc } from "../area-under-roc.ts";
import { measured } from "../measure.ts";

const [folder, mode, argument] = process.argv.slice(2) as [string, string, string];
const shape = JSON.parse(readFileSync(join(folder, "shape.json"), "utf8")) as Shape;
const path = (name: string): string => join(folder, name);

/** What is trained and scored. */
export interface Shape {
  readonly features: number;
  readonly trees: number;
  readonly leaves: number;
  readonly trainRows: number;
  readonly testRows: number;
  readonly calls: number;
  readonly slowCalls: number;
}

const jobs: Readonly<Record<string, () => void | Promise<void>>> = { prepare, batch, row, object };
await jobs[mode]!();

function prepare(): void {
  const train = writeRows("train", shape.trainRows);
  writeRows("test", shape.testRows);
  const y = readFileSync(path("train.u8"));
  const columns = Array.from({ length: shape.features }, (_, f) => {
    const values = Float64Array.from(train.subarray(f * shape.trainRows, (f + 1) * shape.trainRows));
    return [`x${f}`, { storage: "values", kind: "number", values }] as const;
  });
  const { trees, leaves } = shape;
  const pipeline = fitPipeline({
    frame: new Frame(shape.trainRows, columns),
    y: { kind: "classes", codes: Int32Array.from(y), classes: ["no", "yes"] },
    task: "binary",
    accepts: { missing: true, categories: true, needsScaling: false },
    estimator: gradientBoosting({
      ...{ trees, maxLeaves: leaves, learningRate: 0.1, l2: 1, rowSample: 1, columnSample: 1 },
      earlyStoppingRounds: null,
    }),
    context: { seed: 1 },
  });
  writeFileSync(path("model.millrace"), encodeModel(pipeline));
}

/** Writes rows (row-major f32) and labels (u8). @returns the rows, column-major */
function writeRows(name: string, n: number): Float32Array {
  const { features } = shape;
  const draw = random(7, name);
  const [rows, columns, y] = [new Float32Array(n * features), new Float32Array(n * features), new Uint8Array(n)];
  const x = new Float32Array(features);
  for (let i = 0; i < n; i++) {
    let score = 0;
    for (let f = 0; f < features; f++) {
      // Bell-shaped, and every seventh feature takes few values.
      const value = draw.next() + draw.next() + draw.next() - 1.5;
      x[f] = f % 7 === 6 ? Math.round(value * 2) : value;
    }
    for (let f = 0; f < 12; f++) score += x[f]! * x[(f + 5) % features]! * (f % 2 === 0 ? 1.5 : -1) + x[f]! * 0.2;
    y[i] = score + 2 * (draw.next() - draw.next()) > 0 ? 1 : 0;
    rows.set(x, i * features);
    for (let f = 0; f < features; f++) columns[f * n + i] = x[f]!;
  }
  writeFileSync(path(`${name}.f32`), rows);
  writeFileSync(path(`${name}.u8`), y);
  return columns;
}

async function batch(): Promise<void> {
  const { model } = decodeModel(readFileSync(path("model.millrace")));
  const X = testMatrix();
  const y = readFileSync(path("test.u8"));
  const threads = Number(argument);
  const team = threads > 1 ? threadTeam(threads) : undefined;
  print(
    await measured(
      () => model.predictProba!(X, { team }),
      (p) =>
        areaUnderRoc(
          y,
          p.filter((_, i) => i % 2 === 1),
        ),
    ),
  );
  team?.close();
}

/** One row of numbers, as a caller has it who knows the features' order. */
function row(): void {
  const model: Model = decodeModel(readFileSync(path("model.millrace"))).model;
  const scorer = model.rowScorer!();
  const values = testRows();
  const rows = Array.from({ length: 2000 }, (_, i) => values.slice(i * shape.features, (i + 1) * shape.features));
  let sum = 0;
  printRows((i) => {
    scorer.x.set(rows[i % rows.length]!);
    sum += scorer.score()[1]!;
  });
  if (!(sum > 0)) throw new Error("no row was scored");
}

/** One row as an object of names and values, through the whole pipeline, to a label with its probabilities. */
function object(): void {
  const predictor = predictorOf(decodeModel(readFileSync(path("model.millrace"))));
  const values = testRows();
  const rows = Array.from({ length: 2000 }, (_, i) =>
    Object.fromEntries(predictor.schema.map(({ name }, f) => [name, values[i * shape.features + f]!])),
  );
  let sum = 0;
  printRows((i) => {
    sum += predictor.predictOne(rows[i % rows.length]!).probabilities!["yes"]!;
  });
  if (!(sum > 0)) throw new Error("no row was scored");
}

function printRows(call: (i: number) => void): void {
  const { calls } = shape;
  const ms = new Float64Array(calls);
  for (let i = 0; i < calls; i++) call(i);
  for (let i = 0; i < calls; i++) {
    const start = performance.now();
    call(i);
    ms[i] = performance.now() - start;
  }
  print({
    seconds: ms.sort()[Math.floor(Number(argument) * (calls - 1))]! / 1000,
    cpuSeconds: 0,
    peakMb: 0,
    score: null,
  });
}

function testRows(): Float32Array {
  const bytes = readFileSync(path("test.f32"));
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

function testMatrix(): Matrix {
  const { features } = shape;
  const rows = testRows();
  const n = rows.length / features;
  const X = matrix(
    n,
    Array.from({ length: features }, (_, f): Feature => ({ name: `x${f}`, kind: "numeric" })),
  );
  for (let i = 0; i < n; i++) for (let f = 0; f < features; f++) X.values[f * n + i] = rows[i * features + f]!;
  return X;
}

function print(figures: unknown): void {
  console.log(JSON.stringify(figures));
}
