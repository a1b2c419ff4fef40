import { describe, expect, it } from "vitest";
import { matrix, takeSamples } from "../../frame/matrix.ts";
import { random } from "../../random.ts";
import { type Ensemble, EnsembleBuilder } from "./ensemble.ts";
import { Predictor } from "./predictor.ts";
import { shallowLayout } from "./shallow-layout.ts";

const numeric = { kind: "numeric", bins: 2, thresholds: new Float32Array() } as const;

/** x0 <= 0.5 is 1; above it x1 <= thresholds[t] is 2, else 4. */
function stumps(thresholds: readonly number[]): Ensemble {
  const builder = new EnsembleBuilder([numeric, numeric]);
  for (const threshold of thresholds) {
    builder.addRawSplit(0, 0.5, 1);
    builder.addLeaf(1, 0, 1);
    builder.addRawSplit(1, threshold, 3);
    builder.addLeaf(2, 0, 1);
    builder.addLeaf(4, 0, 1);
    builder.endTree();
  }
  return builder.build(1, null);
}

/** More thresholds of a feature than bins can tell apart. */
const many = stumps(Array.from({ length: 400 }, (_, t) => (t + 1) / 401));

describe("shallow trees", () => {
  it("end in the leaves that their thresholds say; equal goes left, missing right", () => {
    const X = matrix(9, [
      { name: "a", kind: "numeric" },
      { name: "b", kind: "numeric" },
    ]);
    X.values.set([0.5, 0.4, 0.6, 0.6, 0.6, Number.NaN, Number.NaN, 1, 0]);
    X.values.set([9, Number.NaN, -1, 2, Number.NaN, 0, 2, 0.5, 2], 9);
    const [one, four, two, half] = [400, 1600, 800, 200 * 4 + 200 * 2];
    expect([...new Predictor(many).sums(X)]).toEqual([one, one, two, four, four, two, four, half, one]);
  });

  it("give the same bits alone, in blocks and where a block isn't full", () => {
    const draw = random(3, "shallow");
    const X = matrix(5003, [
      { name: "a", kind: "numeric" },
      { name: "b", kind: "numeric" },
    ]);
    for (let i = 0; i < X.values.length; i++) X.values[i] = draw.next();
    const predictor = new Predictor(many);
    const all = predictor.sums(X);
    for (const i of [0, 127, 128, 4095, 4096, 5000, 5002]) {
      expect(new Predictor(many).sums(takeSamples(X, [i]))[0]).toBe(all[i]);
    }
  });

  it("are not made of deeper trees, of missing on the left, or of several outputs", () => {
    expect(shallowLayout(many)).not.toBeNull();
    const deep = new EnsembleBuilder([numeric]);
    for (let level = 0; level < 11; level++) {
      deep.addRawSplit(0, level, 2 * level + 1);
      deep.addLeaf(0, 0, 1);
    }
    deep.addLeaf(1, 0, 1);
    deep.endTree();
    expect(shallowLayout(deep.build(1, null))).toBeNull();
    expect(shallowLayout({ ...many, flags: many.flags.map((flag, i) => (i === 0 ? 1 : flag)) })).toBeNull();
    expect(shallowLayout({ ...many, outputs: 2 })).toBeNull();
  });
});
