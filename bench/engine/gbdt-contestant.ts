// Our side of the boosting bench, out of dist. Arguments: FOLDER TABLE THREADS
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Feature, Matrix, Model } from "../../src/ml/index.ts";
import { areaUnderRoc } from "../area-under-roc.ts";
import { measured } from "../measure.ts";

interface Shape {
  readonly features: readonly { readonly name: string; readonly levels: number }[];
  readonly classes: number;
}

const dist = new URL("../../dist/", import.meta.url);
if (!existsSync(dist)) throw new Error("dist isn't there: npm run build");
const load = <T>(path: string): Promise<T> => import(new URL(path, dist).href) as Promise<T>;
const { gradientBoosting, matrix } = await load<typeof import("../../src/ml/index.ts")>("ml/index.js");
const { threadTeam } = await load<typeof import("../../src/training/threads/thread-team.ts")>(
  "training/threads/thread-team.js",
);

const [folder, table, threads] = process.argv.slice(2) as [string, string, string];
const shape = { trees: 100, maxLeaves: 63, bins: 255, learningRate: 0.1, l2: 1, minSamplesLeaf: 20 };
const params = { ...shape, rowSample: 1, columnSample: 1 };

const train = read("train");
const test = read("test");
const classes = Array.from({ length: train.shape.classes }, (_, k) => `${k}`);
const y = { kind: "classes", classes, codes: Int32Array.from(train.y) } as const;
const figures = await measured(() => {
  // Starting the threads is part of the work.
  const team = Number(threads) > 1 ? threadTeam(Number(threads)) : undefined;
  const model = gradientBoosting({ ...params, earlyStoppingRounds: null }).fit(train.X, y, {
    seed: 1,
    ...(team && { team }),
  });
  team?.close();
  return model;
}, scoreOf);
console.log(JSON.stringify(figures));

function read(part: string): { readonly X: Matrix; readonly y: Uint8Array; readonly shape: Shape } {
  const path = join(folder, `${table}-${part}`);
  const shape = JSON.parse(readFileSync(`${path}.json`, "utf8")) as Shape;
  const y = new Uint8Array(readFileSync(`${path}.u8`));
  const bytes = readFileSync(`${path}.f32`);
  const features = shape.features.map(
    ({ name, levels }): Feature => (levels > 0 ? { name, kind: "categorical", levels } : { name, kind: "numeric" }),
  );
  return {
    X: matrix(y.length, features, new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)),
    y,
    shape,
  };
}

/** Area under the curve, or the share of right classes where there are many. */
function scoreOf(model: Model): number {
  if (classes.length > 2) {
    const predicted = model.predict(test.X);
    return predicted.filter((k, i) => k === test.y[i]).length / predicted.length;
  }
  const probabilities = model.predictProba!(test.X);
  return areaUnderRoc(
    test.y,
    Float64Array.from(test.y, (_, i) => probabilities[2 * i + 1]!),
  );
}
