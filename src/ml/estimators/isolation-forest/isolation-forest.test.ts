import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../../frame/matrix.ts";
import { random } from "../../random.ts";
import { isolationForest } from "./isolation-forest.ts";
import { meanPathLength } from "./mean-path-length.ts";

describe("isolation forest", () => {
  it("knows the mean path length of the paper", () => {
    expect(meanPathLength(1)).toBe(0);
    expect(meanPathLength(2)).toBe(1);
    expect(meanPathLength(256)).toBeCloseTo(10.2448, 4);
  });

  it("scores the one that stands apart highest, and ordinary ones below 0.5", () => {
    const draw = random(4);
    const rows = Array.from({ length: 500 }, () => [draw.next() + draw.next(), draw.next() + draw.next()]);
    rows.push([9, 9]);
    const scores = isolationForest().fit(matrixFromRows(rows), null, { seed: 1 }).predict(matrixFromRows(rows));
    expect(scores.indexOf(Math.max(...scores))).toBe(500);
    expect(scores[500]).toBeGreaterThan(0.75);
    expect(scores.filter((score) => score < 0.5).length).toBeGreaterThan(300);
  });

  it("scores two samples 0.5: one split parts them, as c(2) = 1 expects", () => {
    const X = matrixFromRows([[0], [1]]);
    expect([...isolationForest().fit(X, null, { seed: 1 }).predict(X)]).toEqual([0.5, 0.5]);
  });
});
