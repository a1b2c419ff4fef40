import { describe, expect, it } from "vitest";
import { type Feature, type Matrix, matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { random } from "../../random.ts";
import type { ModelData } from "../estimator.ts";
import { gradientBoosting } from "../gradient-boosting/gradient-boosting.ts";
import type { ParameterValues } from "../parameters.ts";
import { fitBins } from "./binning.ts";
import { bundleFeatures } from "./bundles.ts";

const n = 1500;

/** Two one-hot columns of 40 and 5 levels, sparse amounts that never meet, a dense number and a category. */
function sparse(seed: number): { X: Matrix; y: Target; two: Target; three: Target } {
  const draw = random(seed, "bundles");
  const names = [
    ...Array.from({ length: 40 }, (_, k) => `a=${k}`),
    "dense",
    ...Array.from({ length: 5 }, (_, k) => `b=${k}`),
    "gain",
    "loss",
    "kind",
  ];
  const features = names.map((name): Feature => {
    return name === "kind" ? { name, kind: "categorical", levels: 4 } : { name, kind: "numeric" };
  });
  const X = matrix(n, features);
  const set = (name: string, i: number, value: number): void => {
    X.values[names.indexOf(name) * n + i] = value;
  };
  const signal = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [a, b, kind] = [40, 5, 4].map((levels) => Math.floor(draw.next() * levels)) as [number, number, number];
    const dense = draw.next() < 0.1 ? Number.NaN : draw.next();
    const amount = Math.floor(draw.next() * 30) - 15;
    set(`a=${a}`, i, 1);
    set(`b=${b}`, i, 1);
    set("dense", i, dense);
    set("kind", i, kind);
    if (draw.next() < 0.4) set(amount > 0 ? "gain" : "loss", i, amount);
    signal[i] = (a % 7) + (b === 2 ? 3 * (dense || 0) : 0) + (kind === 1 ? amount / 5 : 0) + draw.next();
  }
  const classes = (cuts: number[]): Target => ({
    kind: "classes",
    codes: Int32Array.from(signal, (v) => cuts.filter((cut) => v > cut).length),
    classes: ["low", "middle", "high"].slice(0, cuts.length + 1),
  });
  return { X, y: { kind: "values", values: signal }, two: classes([3]), three: classes([2, 4]) };
}

describe("bundles", () => {
  const { X, y, two, three } = sparse(1);
  const rows = Uint32Array.from({ length: n }, (_, i) => i);
  const features = fitBins(X, rows, undefined, 1, 255);

  it("hold neighbours that never meet; what is dense, categorical or asked for stays alone", () => {
    const sizes = (alone: (f: number) => boolean): number[] =>
      bundleFeatures(X, rows, features, alone).bins.map((bins) => (bins.kind === "bundle" ? bins.members.length : 1));
    expect(sizes(() => false)).toEqual([40, 1, 5, 2, 1]);
    expect(sizes((f) => f === 0)).toEqual([1, 39, 1, 5, 2, 1]);
  });

  it("part where two rows' values meet, where bins run out, and at missing values", () => {
    const odd = matrix(n, X.features, X.values.slice());
    odd.values[7 * n + X.values.subarray(3 * n, 4 * n).indexOf(1)] = 1;
    odd.values[20 * n] = Number.NaN;
    const bins = bundleFeatures(odd, rows, fitBins(odd, rows, undefined, 1, 255), () => false).bins;
    expect(bins.slice(0, 4).map((one) => (one.kind === "bundle" ? one.members.length : 1))).toEqual([7, 13, 1, 19]);
    const wide = matrix(
      n,
      Array.from({ length: 300 }, (_, f) => ({ name: `${f}`, kind: "numeric" as const })),
    );
    for (let i = 0; i < n; i++) wide.values[(i % 300) * n + i] = 1;
    const levels = bundleFeatures(wide, rows, fitBins(wide, rows, undefined, 1, 255), () => false).bins;
    expect(levels.map((one) => (one.kind === "bundle" ? one.members.length : 1))).toEqual([255, 45]);
  });

  const fits: readonly (readonly [string, Target, ParameterValues])[] = [
    ["values", y, {}],
    ["two classes", two, {}],
    ["three classes", three, { trees: 8 }],
    ["medians, sampled rows", y, { loss: "absoluteError", rowSample: 0.7 }],
    ["l1, depth by depth", y, { l1: 0.3, growth: "depthWise" }],
    ["monotone in a member and beside", y, { monotone: { "b=2": 1, dense: 1 } }],
  ];
  const whole = { trees: 12, minSamplesLeaf: 5, columnSample: 1, earlyStoppingRounds: null };
  it.each(fits)("change nothing in the model: %s", (_, target, params) => {
    const weight = Float64Array.from({ length: n }, (_, i) => (i % 4) / 2);
    const train = (bundle: boolean, sampleWeight?: Float64Array): ModelData =>
      gradientBoosting({ ...whole, bundle, ...params })
        .fit(X, target, { seed: 2, ...(sampleWeight === undefined ? {} : { sampleWeight }) })
        .toData();
    expect(train(true)).toEqual(train(false));
    expect(train(true, weight)).toEqual(train(false, weight));
  });

  it("go on from a checkpoint to the same bytes", () => {
    const states: ModelData[] = [];
    const train = (resume?: ModelData): ModelData =>
      gradientBoosting({ trees: 12 })
        .fit(X, y, {
          seed: 2,
          checkpoint: { every: 5, save: (state) => states.push(state), ...(resume === undefined ? {} : { resume }) },
        })
        .toData();
    const whole = train();
    expect(train(states[1])).toEqual(whole);
  });
});
