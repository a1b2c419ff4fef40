// Our side of the explanation bench. Arguments: FOLDER prepare | FOLDER paths THREADS | FOLDER pairs THREADS
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  decodeModel,
  type Explanation,
  encodeModel,
  Frame,
  fitPipeline,
  gradientBoosting,
  type Matrix,
  type Model,
  matrix,
  random,
  takeSamples,
} from "../../src/ml/index.ts";
import { threadTeam } from "../../src/training/threads/thread-team.ts";
import { measured } from "../measure.ts";

/** What is trained and explained. */
export interface Shape {
  readonly features: number;
  readonly trees: number;
  readonly depth: number;
  readonly trainRows: number;
  readonly rows: number;
  /** Rows that are explained against background rows. */
  readonly pairedRows: number;
  readonly background: number;
}

const [folder, mode, threads] = process.argv.slice(2) as [string, string, string];
const shape = JSON.parse(readFileSync(join(folder, "shape.json"), "utf8")) as Shape;
const path = (name: string): string => join(folder, name);

if (mode === "prepare") prepare();
else console.log(JSON.stringify(await explained()));
process.exit(0);

function prepare(): void {
  const rows = drawRows(shape.trainRows + shape.rows);
  const labels = labelsOf(rows);
  writeFileSync(path("rows.f32"), rows);
  writeFileSync(path("labels.u8"), labels);
  const columns = Array.from({ length: shape.features }, (_, f) => {
    const values = Float64Array.from({ length: shape.trainRows }, (_, i) => rows[i * shape.features + f]!);
    return [`x${f}`, { storage: "values", kind: "number", values }] as const;
  });
  const pipeline = fitPipeline({
    frame: new Frame(shape.trainRows, columns),
    y: { kind: "classes", codes: Int32Array.from(labels.subarray(0, shape.trainRows)), classes: ["no", "yes"] },
    task: "binary",
    accepts: { missing: true, categories: true, needsScaling: false },
    estimator: gradientBoosting({
      trees: shape.trees,
      maxDepth: shape.depth,
      maxLeaves: 2 ** shape.depth,
      learningRate: 0.1,
      l2: 1,
      rowSample: 1,
      columnSample: 1,
      earlyStoppingRounds: null,
    }),
    context: { seed: 1 },
  });
  writeFileSync(path("model.millrace"), encodeModel(pipeline));
}

/** Bell-shaped numbers, row-major. */
function drawRows(n: number): Float32Array {
  const draw = random(7, "rows");
  return Float32Array.from({ length: n * shape.features }, () => draw.next() + draw.next() + draw.next() - 1.5);
}

function labelsOf(rows: Float32Array): Uint8Array {
  const draw = random(7, "labels");
  const { features } = shape;
  return Uint8Array.from({ length: rows.length / features }, (_, i) => {
    let score = 0;
    for (let f = 0; f < 12; f++) {
      const x = rows[i * features + f]!;
      score += x * rows[i * features + ((f + 5) % features)]! * (f % 2 === 0 ? 1.5 : -1) + x * 0.2;
    }
    return score + draw.next() - draw.next() > 0 ? 1 : 0;
  });
}

async function explained() {
  const { model } = decodeModel(readFileSync(path("model.millrace")));
  const X = matrixOf(shape.trainRows, shape.rows);
  const team = Number(threads) > 1 ? threadTeam(Number(threads)) : undefined;
  const asked = mode === "paths" ? X : takeSamples(X, [...Array(shape.pairedRows).keys()]);
  const background = mode === "paths" ? undefined : matrixOf(0, shape.background);
  return measured(
    () => model.explain!(asked, { background, team }),
    (explanation) => largestGap(model, asked, explanation),
  );
}

function matrixOf(from: number, n: number): Matrix {
  const { features } = shape;
  const bytes = readFileSync(path("rows.f32"));
  const rows = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const X = matrix(
    n,
    Array.from({ length: features }, (_, f) => ({ name: `x${f}`, kind: "numeric" as const })),
  );
  for (let f = 0; f < features; f++) {
    for (let i = 0; i < n; i++) X.values[f * n + i] = rows[(from + i) * features + f]!;
  }
  return X;
}

/** Between what contributions add up to and the model's own log odds. */
function largestGap(model: Model, X: Matrix, { baseline, contributions }: Explanation): number {
  const probabilities = model.predictProba!(X);
  let largest = 0;
  for (let i = 0; i < X.nSamples; i++) {
    let sum = baseline[0]!;
    for (let f = 0; f < X.nFeatures; f++) sum += contributions[i * X.nFeatures + f]!;
    largest = Math.max(largest, Math.abs(sum - Math.log(probabilities[2 * i + 1]! / probabilities[2 * i]!)));
  }
  return largest;
}
