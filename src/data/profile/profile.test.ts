import { describe, expect, it } from "vitest";
import { type Column, canonicalJson, Frame, type Target } from "../../ml/index.ts";
import { describeNumbers } from "./describe-numbers.ts";
import { describeProfile } from "./describe-profile.ts";
import { profileTable } from "./profile-table.ts";

const nan = Number.NaN;
const numbers = (...list: number[]): Column => ({ storage: "values", kind: "number", values: Float64Array.from(list) });

describe("describeNumbers", () => {
  it("agrees with numbers computed by hand", () => {
    // numpy: quantile([1,2,3,4,100], [.25,.5,.75]) = 2, 3, 4; mean 22, std(ddof=1) 43.617656...
    expect(describeNumbers([4, 1, nan, 3, 2, 100])).toMatchObject({
      min: 1,
      max: 100,
      mean: 22,
      std: expect.closeTo(43.61765697512878, 10),
      quantiles: { p25: 2, p50: 3, p75: 4, p95: expect.closeTo(80.8, 10) },
      outliers: 1,
      zeros: 0,
    });
  });

  it("puts every value into one of 20 bins, the largest into the last", () => {
    const { counts, edges } = describeNumbers(Array.from({ length: 21 }, (_, i) => i))!.histogram;
    expect(counts).toEqual([...new Array(19).fill(1), 2]);
    expect([edges.length, edges[0], edges[20]]).toEqual([21, 0, 20]);
    expect(describeNumbers([5, 5])!.histogram).toEqual({ edges: [5, 5], counts: [2] });
  });

  it("stays finite for the largest and the smallest numbers", () => {
    const huge = describeNumbers([1.7e308, -1.7e308, 1.7e308])!;
    for (const value of [huge.mean, huge.std, ...huge.histogram.edges]) expect(Number.isFinite(value)).toBe(true);
    expect(huge.histogram.counts.reduce((a, b) => a + b)).toBe(3);
    expect(describeNumbers([5e-324, 5e-324])).toMatchObject({ mean: 5e-324, std: 0 });
    expect(describeNumbers([nan])).toBeNull();
  });
});

describe("profileTable", () => {
  const frame = new Frame(6, [
    ["speed", numbers(1, 2, nan, nan, 5, 1)],
    ["double", numbers(2, 4, 6, 8, 10, 2)],
    ["size", { storage: "codes", kind: "category", codes: Int32Array.of(0, 1, 1, 1, -1, 0), dictionary: ["L", "S"] }],
    ["same", { storage: "values", kind: "constant", values: new Float64Array(6) }],
  ]);
  const y: Target = { kind: "classes", codes: Int32Array.of(0, 0, 0, 0, 1, 0), classes: ["no", "yes"] };
  const profile = profileTable(frame, { y, rows: [0, 1, 2, 3, 4, 5] });

  it("counts, ranks and correlates", () => {
    expect(profile.columns[0]).toMatchObject({
      name: "speed",
      missing: 2,
      distinct: 3,
      numbers: { min: 1, max: 5 },
      top: null,
    });
    expect(profile.columns[2]).toMatchObject({
      missing: 1,
      distinct: 2,
      top: [
        { value: "S", count: 3 },
        { value: "L", count: 2 },
      ],
    });
    expect(profile.duplicates).toEqual({ rows: 1, rowsExamined: 6 });
    expect(profile.correlations).toEqual([{ a: "speed", b: "double", r: expect.closeTo(1, 12) }]);
    expect(profile.target).toEqual({
      kind: "classes",
      classes: [
        { label: "no", count: 5 },
        { label: "yes", count: 1 },
      ],
      imbalance: 5,
    });
  });

  it("is plain data: canonical JSON takes it", () => {
    expect(JSON.parse(canonicalJson(profile))).toEqual(profile);
  });

  it("tells what is worth telling in short sentences", () => {
    expect(describeProfile(profile)).toEqual([
      "6 rows, 4 columns",
      "the target is no 83.3%, yes 16.7%",
      '33.3% of "speed" is missing',
      '16.7% of "size" is missing',
      "1 row repeats an earlier one",
      '"speed" and "double" say nearly the same (correlation 1.00)',
      '"same" never changes and says nothing',
    ]);
  });

  it("does without a target", () => {
    expect(profileTable(frame, { y: null, rows: [] })).toMatchObject({
      target: null,
      relations: [],
      leakSuspects: [],
      rowsWithTarget: 6,
    });
  });
});
