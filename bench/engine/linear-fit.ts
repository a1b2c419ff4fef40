// One contestant of `linear.ts`: fits one estimator on a table that lies on disk, and prints what it took.
import { readFileSync } from "node:fs";
import {
  type Estimator,
  estimatorOf,
  type Matrix,
  type Model,
  matrix,
  mixtureScores,
  type Target,
} from "../../src/ml/index.ts";
import { threadTeam } from "../../src/training/threads/thread-team.ts";
import { measured } from "../measure.ts";
import type { LinearTask } from "./linear.ts";

const task = JSON.parse(process.argv[2]!) as LinearTask;
const X = readTable(task);
const y = readTarget(task);
const estimator: Estimator = estimatorOf(task.estimator, task.params);
const team = task.threads > 1 ? threadTeam(task.threads) : undefined;
const fit = (): Model => estimator.fit(X, y, { seed: 1, ...(team === undefined ? {} : { team }) });
console.log(JSON.stringify(await measured(fit, (model) => scoreOf(model, task, X, y))));
team?.close();

function readTable({ path, features }: LinearTask): Matrix {
  const bytes = readFileSync(`${path}.f32`);
  const n = bytes.length / 4 / features;
  const table = matrix(
    n,
    Array.from({ length: features }, (_, f) => ({ name: `x${f}`, kind: "numeric" as const })),
  );
  table.values.set(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
  return table;
}

function readTarget({ path, target }: LinearTask): Target | null {
  if (target === "none") return null;
  const bytes = readFileSync(`${path}.${target}`);
  if (target === "u8") return { kind: "classes", classes: ["0", "1"], codes: Int32Array.from(bytes) };
  return { kind: "values", values: new Float64Array(bytes.buffer.slice(bytes.byteOffset), 0, bytes.length / 8) };
}

/** The objective that was minimised (a mixture's: maximised), so that a fit that stops early doesn't count as a fast one. */
function scoreOf(
  model: Model,
  { estimator, params }: LinearTask,
  { nSamples: n, nFeatures: d, values }: Matrix,
  y: Target | null,
): number {
  if (estimator === "gaussianMixture") {
    const { logLikelihood } = mixtureScores(model, tableOf(values, n, d));
    return logLikelihood.reduce((sum, one) => sum + one, 0) / n;
  }
  const data = model.toData() as Record<string, Float64Array>;
  if (estimator === "kMeans") return inertia(data["centres"]!, values, n, d);
  const { coefficients } = data as { coefficients: Float64Array };
  const squares = coefficients.reduce((sum, b) => sum + b * b, 0);
  const strength = (params["strength"] as number) ?? 0;
  if (y?.kind === "classes") {
    const p = model.predictProba!(tableOf(values, n, d));
    return y.codes.reduce((sum, code, i) => sum - Math.log(p[2 * i + code]!), (strength * squares) / 2) / n;
  }
  const z = model.predict(tableOf(values, n, d));
  const target = (y as { values: Float64Array }).values;
  const errors = z.reduce((sum, one, i) => sum + (one - target[i]!) ** 2, 0);
  const absolute = coefficients.reduce((sum, b) => sum + Math.abs(b), 0);
  return estimator === "lasso" ? errors / 2 / n + strength * absolute : (errors + strength * squares) / n;
}

function tableOf(values: Float32Array, n: number, d: number): Matrix {
  return matrix(
    n,
    Array.from({ length: d }, (_, f) => ({ name: `x${f}`, kind: "numeric" as const })),
    values,
  );
}

function inertia(centres: Float64Array, values: Float32Array, n: number, d: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < centres.length; c += d) {
      let distance = 0;
      for (let f = 0; f < d && distance < least; f++) distance += (values[f * n + i]! - centres[c + f]!) ** 2;
      if (distance < least) least = distance;
    }
    sum += least;
  }
  return sum;
}
