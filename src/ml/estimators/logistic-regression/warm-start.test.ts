import { describe, expect, it } from "vitest";
import { matrix } from "../../frame/matrix.ts";
import { random } from "../../random.ts";
import { curvature, curvatureSample } from "./curvature.ts";
import { logisticRegression } from "./logistic-regression.ts";
import { noKeeper } from "./minimiser-state.ts";
import { preconditioner } from "./preconditioner.ts";
import { type WarmStartOptions, warmStart } from "./warm-start.ts";

const nSamples = 6000;
const features = [0, 1].map((f) => ({ name: `x${f}`, kind: "numeric" as const }));

/** Log-odds x0 - 2 x1 + `offset`. */
function drawn(offset: number) {
  const stream = random(4);
  const X = matrix(nSamples, features);
  X.values.forEach((_, at) => {
    X.values[at] = 2 * stream.next() - 1;
  });
  const codes = Int32Array.from({ length: nSamples }, (_, i) => {
    const odds = Math.exp(X.values[i]! - 2 * X.values[nSamples + i]! + offset);
    return stream.next() < odds / (1 + odds) ? 1 : 0;
  });
  return { X, codes };
}

function started({ X, codes }: ReturnType<typeof drawn>, more: Partial<WarmStartOptions> = {}) {
  // a budget of nothing: the least that a sample may have, a thousand rows
  const sample = curvatureSample(X, codes, undefined, 1, 0, undefined);
  return warmStart(sample, {
    start: new Float64Array(3),
    preconditionerAt: (theta) => preconditioner(curvature(sample, theta, 1), 1e-4, true),
    keeper: noKeeper,
    nSamples,
    nClasses: 2,
    nBlocks: 1,
    ridge: 1e-4,
    beforeIteration: () => {},
    ...more,
  });
}

describe("where a logistic fit begins", () => {
  it("is as near the minimum over all samples as a thousand of them can tell", () => {
    const data = drawn(0);
    const target = { kind: "classes" as const, classes: ["no", "yes"], codes: data.codes };
    const params = { strength: 1e-4 * nSamples };
    const fitted = logisticRegression(params).fit(data.X, target, { seed: 1 }).toData();
    const best = [...(fitted["coefficients"] as Float64Array), ...(fitted["intercepts"] as Float64Array)];
    const { start, firstRenewal } = started(data);
    // standard errors of a thousand samples are 0.08 for the intercept and 0.14 for slopes
    start.forEach((one, i) => {
      expect(Math.abs(one - best[i]!)).toBeLessThan(0.5);
      expect(Math.abs(one - best[i]!)).toBeGreaterThan(1e-6);
    });
    expect(firstRenewal).toBe(8);
  });

  it("is what it was where a class is too rare to learn from", () => {
    expect(started(drawn(-7))).toEqual({ start: new Float64Array(3) });
  });

  it("is what it was where the sample isn't much smaller than all samples", () => {
    expect(started(drawn(0), { nSamples: 3999 })).toEqual({ start: new Float64Array(3) });
  });

  it("isn't searched for by a fit that goes on from a checkpoint", () => {
    const nothing = new Float64Array();
    const resumed = { iteration: 1, theta: nothing, curvedAt: nothing, steps: nothing, changes: nothing };
    expect(started(drawn(0), { keeper: { resumed, keep: () => {} } }).start).toEqual(new Float64Array(3));
  });
});
