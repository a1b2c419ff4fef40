// The engine on its own: from plain rows to a model, its worth, its reasons and its bytes. Run it with: node rents.mjs
import {
  classTarget,
  decodeModel,
  encodeModel,
  estimate,
  findMetric,
  fitRows,
  gradientBoosting,
  kMeans,
  logisticRegression,
  matrixFromRows,
  predictorOf,
  random,
} from "millrace/ml";
import { threadTeam } from "millrace/threads";

// 3000 invented flats: rows are plain objects, and null is what isn't known.
const draw = random(7);
const prices = { centre: 16, harbour: 17, hills: 13, station: 11 };
const flats = Array.from({ length: 3000 }, () => {
  const district = Object.keys(prices)[draw.integer(4)];
  const area = Math.round(25 + 90 * draw.next());
  const lift = draw.next() < 0.5;
  const rent = area * prices[district] + (lift ? 80 : 0) + 150 * (draw.next() - 0.5);
  return { district, area, lift, built: draw.next() < 0.1 ? null : 1900 + draw.integer(120), rent: Math.round(rent) };
});
const [training, test] = [flats.slice(0, 2400), flats.slice(2400)];

// Recipe, transformers and model are fitted together, here by two threads; one thread would give the same bytes.
const team = threadTeam(2);
const pipeline = fitRows({ rows: training, target: "rent", estimator: gradientBoosting(), context: { seed: 1, team } });
team.close();

// What it is worth on rows that it didn't see, with a 95 % interval.
const model = predictorOf(pipeline);
const said = model.predict(test).predictions.map(({ prediction }) => prediction);
const y = { kind: "values", values: Float64Array.from(test, ({ rent }) => rent) };
const error = estimate(findMetric("meanAbsoluteError"), y, { values: Float64Array.from(said) }, { seed: 1 });
console.log(`mean absolute error: ${text(error.value)} [${text(error.low)}, ${text(error.high)}]`);

// One row, and a model that travels as bytes: Node or a browser, the answer is the same to the bit.
const flat = { district: "harbour", area: 60, lift: true, built: 1978 };
const bytes = encodeModel(pipeline);
const travelled = predictorOf(decodeModel(bytes));
console.log(`a flat of 60 m2 at the harbour: ${text(model.predictOne(flat).prediction)}`);
console.log(
  `the same from ${bytes.length > 1000 ? "its bytes" : "nothing"}: ${travelled.predictOne(flat).prediction === model.predictOne(flat).prediction}`,
);

// Estimators take matrices, too: X is (nSamples, nFeatures) float32, y what `classTarget` or `valueTarget` makes.
const X = matrixFromRows(
  [
    [1.2, 3],
    [0.4, 1],
    [2.2, 5],
    [0.1, 0],
  ],
  ["hours", "clicks"],
);
const buys = logisticRegression().fit(X, classTarget(["yes", "no", "yes", "no"]), { seed: 1 });
console.log(
  `chance of yes: ${[...buys.predictProba(X)]
    .filter((_, i) => i % 2 === 1)
    .map(text)
    .join(", ")}`,
);
console.log(`clusters: ${[...kMeans({ clusters: 2 }).fit(X, null, { seed: 1 }).predict(X)].join(", ")}`);

function text(value) {
  return String(Number(value.toPrecision(3)));
}
