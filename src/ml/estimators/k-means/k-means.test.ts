import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../../frame/matrix.ts";
import { random } from "../../random.ts";
import { kMeans, kMeansDefinition } from "./k-means.ts";
import { lloyd, type Points, seedCentres } from "./lloyd.ts";

const centresOf = (rows: number[][], params: object, sampleWeight?: Float64Array): number[] => {
  const context = sampleWeight === undefined ? { seed: 1 } : { seed: 1, sampleWeight };
  return [
    ...(kMeans({ ...params })
      .fit(matrixFromRows(rows), null, context)
      .toData()["centres"] as Float64Array),
  ];
};

describe("k-means", () => {
  it("finds the two obvious groups and numbers them by their centres", () => {
    const X = matrixFromRows([[9], [10], [11], [0], [1], [2]]);
    const model = kMeans({ clusters: 2 }).fit(X, null, { seed: 1 });
    expect([...(model.toData()["centres"] as Float64Array)]).toEqual([1, 10]);
    expect([...model.predict(X)]).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it("weighs rows: the mean of 0 (weight 3) and 4", () => {
    expect(centresOf([[0], [4]], { clusters: 1 }, Float64Array.of(3, 1))).toEqual([1]);
  });

  it("takes equal rows beyond the number of distinct ones", () => {
    expect(centresOf([[1], [1], [1], [5]], { clusters: 3 }).sort()).toContain(5);
  });

  it("skips distances without changing the result: the same as plain Lloyd", () => {
    const draw = random(9);
    const values = Float64Array.from(
      { length: 3000 },
      (_, i) => draw.next() + (i % 3 === 0 ? Math.floor(draw.next() * 4) : 0),
    );
    const points: Points = { values, nSamples: 1000, nFeatures: 3, weight: new Float64Array(1000).fill(1) };
    const start = seedCentres(points, 6, 3, random(2));
    const { centres } = lloyd(points, start, { maxIterations: 500, tolerance: 0, beforeIteration: () => {} });
    const plain = plainLloyd(points, start);
    centres.forEach((one, i) => {
      expect(one).toBeCloseTo(plain[i]!, 10);
    });
  });

  it("needs as many rows as clusters", () => {
    expect(() => centresOf([[1], [2]], { clusters: 3 })).toThrow(
      expect.objectContaining({ code: "ML_TOO_FEW_SAMPLES" }),
    );
  });

  it("refuses data that a fit can't have made", () => {
    const good = kMeans({ clusters: 2 })
      .fit(matrixFromRows([[0], [1]]), null, { seed: 1 })
      .toData();
    expect(kMeansDefinition.load(good).toData()).toEqual(good);
    for (const bad of [
      { ...good, clusters: 3 },
      { ...good, centres: Float64Array.of(0, Number.NaN) },
      { ...good, clusters: 0 },
    ]) {
      expect(() => kMeansDefinition.load(bad)).toThrow(expect.objectContaining({ code: "ML_MODEL_CORRUPT" }));
    }
  });
});

function plainLloyd({ values, nSamples, nFeatures: d }: Points, start: Float64Array): Float64Array {
  let centres = start.slice();
  for (let iteration = 0; iteration < 500; iteration++) {
    const [sums, counts] = [new Float64Array(centres.length), new Float64Array(centres.length / d)];
    for (let i = 0; i < nSamples; i++) {
      const distances = Array.from(counts, (_, k) => {
        let sum = 0;
        for (let f = 0; f < d; f++) sum += (values[i * d + f]! - centres[k * d + f]!) ** 2;
        return sum;
      });
      const own = distances.indexOf(Math.min(...distances));
      counts[own]! += 1;
      for (let f = 0; f < d; f++) sums[own * d + f]! += values[i * d + f]!;
    }
    const next = sums.map((sum, at) => sum / counts[Math.floor(at / d)]!);
    if (next.every((one, i) => one === centres[i])) break;
    centres = next;
  }
  return centres;
}
