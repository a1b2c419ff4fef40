// Our side of the forests' bench. Arguments: FOLDER fit ESTIMATOR THREADS | FOLDER isolation THREADS
import { join } from "node:path";
import { estimatorOf, type Matrix, type Model, type ParameterValues } from "../../src/ml/index.ts";
import { threadTeam } from "../../src/training/threads/thread-team.ts";
import { areaUnderRoc } from "../area-under-roc.ts";
import { type Measured, measured } from "../measure.ts";
import { readSynthetic } from "./synthetic.ts";

const FEATURES = 28;
const [folder, mode, ...rest] = process.argv.slice(2) as [string, string, ...string[]];
const threads = Number(rest.at(-1));
const team = threads > 1 ? threadTeam(threads) : undefined;
const read = (name: string): ReturnType<typeof readSynthetic> => readSynthetic(join(folder, name), FEATURES);

const figures = mode === "isolation" ? await scoreAnomalies() : await fitForest(rest[0]!);
team?.close();
console.log(JSON.stringify(figures));

/** Settings as scikit-learn's: leaves of one row, the square root of the features at a split. */
async function fitForest(estimator: string): Promise<Measured> {
  const { X, y } = read("train");
  const test = read("test");
  const params: ParameterValues = { trees: 100, minSamplesLeaf: 1, featureSample: 5 / FEATURES };
  const target = { kind: "classes", classes: ["0", "1"], codes: Int32Array.from(y) } as const;
  return measured(
    () => estimatorOf(estimator, params).fit(X, target, { seed: 1, ...(team && { team }) }),
    (model: Model) => {
      const probabilities = model.predictProba!(test.X);
      const scores = Float64Array.from(test.y, (_, i) => probabilities[2 * i + 1]!);
      return areaUnderRoc(test.y, scores);
    },
  );
}

/** Every hundredth row of the table is made odd: twice as far out as it was. */
async function scoreAnomalies(): Promise<Measured> {
  const { X } = read("anomalies");
  const isOdd = Uint8Array.from({ length: X.nSamples }, (_, i) => (i % 100 === 0 ? 1 : 0));
  spread(X);
  const model = estimatorOf("isolationForest", { trees: 100, samples: 256 }).fit(X, null, { seed: 1 });
  return measured(
    () => model.predict(X, { team }),
    (scores) => areaUnderRoc(isOdd, scores),
  );
}

function spread({ values, nSamples, nFeatures }: Matrix): void {
  for (let f = 0; f < nFeatures; f++) {
    for (let i = 0; i < nSamples; i += 100) values[f * nSamples + i] = values[f * nSamples + i]! * 2;
  }
}
