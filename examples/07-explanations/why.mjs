// Why a prediction came out as it did. Run it with: node why.mjs
import {
  findMetric,
  fitRows,
  gradientBoosting,
  linearRegression,
  matrixFromRows,
  meanAbsoluteContributions,
  permutationImportance,
  predictorOf,
  random,
  samplingExplanation,
  valueTarget,
} from "millrace/ml";

// 3000 invented flats, as in episode 06.
const draw = random(7);
const prices = { centre: 16, harbour: 17, hills: 13, station: 11 };
const flats = Array.from({ length: 3000 }, () => {
  const district = Object.keys(prices)[draw.integer(4)];
  const area = Math.round(25 + 90 * draw.next());
  const lift = draw.next() < 0.5;
  const rent = area * prices[district] + (lift ? 80 : 0) + 150 * (draw.next() - 0.5);
  return { district, area, lift, rent: Math.round(rent) };
});
const pipeline = fitRows({ rows: flats, target: "rent", estimator: gradientBoosting(), context: { seed: 1 } });
const model = predictorOf(pipeline);

// One row: what each of its columns added.
const flat = { district: "harbour", area: 60, lift: true };
const { predictions, explanations } = model.explain([flat]);
const [{ baseline, contributions }] = explanations;
console.log(`without the row: ${Math.round(baseline)}`);
for (const { column, value, contribution } of contributions) {
  console.log(`${column} = ${value}: ${Math.round(contribution)}`);
}
console.log(`predicted: ${Math.round(predictions[0].prediction)}`);

// The same question against another flat in place of the training rows.
const other = { district: "station", area: 60, lift: true };
const [against] = model.explain([flat], { background: [other] }).explanations;
console.log(
  `against a flat at the station: ${against.contributions.map(({ column, contribution }) => `${column} ${Math.round(contribution)}`).join(", ")}`,
);

// A whole model: matrices, contributions in the order of features.
const X = matrixFromRows(
  Array.from({ length: 500 }, () => [draw.next(), draw.next(), draw.next()]),
  ["size", "age", "noise"],
);
const y = valueTarget(Array.from({ length: 500 }, (_, i) => 10 * X.values[i] - 3 * X.values[500 + i]));
const linear = linearRegression().fit(X, y, { seed: 1 });
const global = meanAbsoluteContributions(linear.explain(X), X.nFeatures);
console.log(`on average: ${X.features.map(({ name }, f) => `${name} ${global[f].toFixed(1)}`).join(", ")}`);

// Any model at all: by shuffling features, or by trying orders in which they become known.
const importance = permutationImportance(linear, X, y, findMetric("meanAbsoluteError"), { repeats: 5, seed: 1 });
console.log(`shuffled: ${importance.map(({ feature, mean }) => `${feature} ${mean.toFixed(1)}`).join(", ")}`);
const background = matrixFromRows([[0.5, 0.5, 0.5]], ["size", "age", "noise"]);
const sampled = samplingExplanation(linear, matrixFromRows([[1, 0, 0]]), { background, permutations: 3, seed: 1 });
console.log(`sampled: ${Array.from(sampled.contributions, (one) => one.toFixed(1)).join(", ")}`);
