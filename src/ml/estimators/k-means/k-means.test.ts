import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../../frame/matrix.ts";
import { random } from "../../random.ts";
import { kMeans, kMeansDefinition } from "./k-means.ts";
import { assignAll, inertiaOf, lloyd } from "./lloyd.ts";
import { seedCentres } from "./seed-centres.ts";
import { SharedPoints } from "./shared-points.ts";

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
    // Quarters of whole numbers: the features' means are the only rounding.
    const rows = Array.from({ length: 1000 }, (_, i) =>
      Array.from({ length: 3 }, () => draw.integer(40) / 4 + (i % 3 === 0 ? 10 * draw.integer(4) : 0)),
    );
    const points = new SharedPoints(matrixFromRows(rows), undefined, 6, undefined);
    const start = seedCentres(points, 3, random(2));
    const centres = assignAll(points, start);
    lloyd(points, centres, { maxIterations: 500, tolerance: 0, beforeIteration: () => {} });
    const plain = plainLloyd(
      rows.map((row) => row.map((value, f) => value - points.means[f]!)),
      points.stride,
      start,
    );
    centres.positions.forEach((one, i) => {
      expect(one).toBeCloseTo(plain[i]!, 5);
    });
  });

  it("gives an empty cluster the row that is farthest from its own centre", () => {
    const X = matrixFromRows([[0], [1], [2], [30]]);
    const points = new SharedPoints(X, undefined, 2, undefined);
    // both centres left of all rows: the first takes all of them
    const centres = assignAll(points, Float64Array.of(-9, 0, 0, 0, -900, 0, 0, 0));
    lloyd(points, centres, { maxIterations: 10, tolerance: 0, beforeIteration: () => {} });
    expect([...centres.masses].sort()).toEqual([1, 3]);
    expect(inertiaOf(points)).toBeCloseTo(2, 5);
  });

  it("never takes the places that fill a vector for centres, however far the rows lie", () => {
    expect(centresOf([[-4e15], [4e15]], { clusters: 1 })).toEqual([0]);
    expect(centresOf([[-4e15], [-4e15], [4e15]], { clusters: 2 })[1]).toBeCloseTo(4e15, -9);
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

function plainLloyd(rows: number[][], stride: number, start: Float64Array): Float64Array {
  let centres = start.slice();
  for (let iteration = 0; iteration < 500; iteration++) {
    const [sums, counts] = [new Float64Array(centres.length), new Float64Array(centres.length / stride)];
    for (const row of rows) {
      const distances = Array.from(counts, (_, k) =>
        row.reduce((sum, value, f) => sum + (value - centres[k * stride + f]!) ** 2, 0),
      );
      const own = distances.indexOf(Math.min(...distances));
      counts[own]! += 1;
      row.forEach((value, f) => {
        sums[own * stride + f]! += value;
      });
    }
    const next = sums.map((sum, at) => sum / counts[Math.floor(at / stride)]!);
    if (next.every((one, i) => Math.abs(one - centres[i]!) < 1e-9)) break;
    centres = next;
  }
  return centres;
}
