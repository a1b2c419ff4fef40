import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../../../frame/matrix.ts";
import type { Target } from "../../../frame/target.ts";
import type { ThreadTeam } from "../../../kernels/thread-team.ts";
import { random } from "../../../random.ts";
import { estimatorOf } from "../../estimator-of.ts";

const draw = random(5, "forest grower test");
const n = 300;
const X = matrixFromRows(Array.from({ length: n }, () => [draw.next(), draw.next(), draw.next(), draw.next()]));
const codes = Int32Array.from({ length: n }, (_, i) => Math.floor(X.values[i]! * 2 + X.values[n + i]!));
const y: Target = { kind: "classes", classes: ["a", "b", "c"], codes };

/** Does parts in the worst order, last first. */
function backwards(size: number, calls: number[] = []): ThreadTeam {
  return {
    size,
    each(kernel, name, parts) {
      if (name === "growForestTree") calls.push(parts.length);
      for (const args of parts.toReversed()) kernel.invoke(name, args);
    },
    close() {},
  };
}

describe.each(["randomForest", "extraTrees"])("%s on a team", (name) => {
  const train = (params: object, context: object) =>
    estimatorOf(name, params as never).fit(X, y, { seed: 3, ...context });

  it("gives the same bytes as alone, whoever grows a tree and in whatever order", () => {
    const alone = train({ trees: 13 }, {}).toData();
    for (const size of [2, 3, 16]) expect(train({ trees: 13 }, { team: backwards(size) }).toData()).toEqual(alone);
  });

  it("grows whole trees, twice as many at once as threads, and stops for checkpoints and when told to", () => {
    const calls: number[] = [];
    const saved: number[] = [];
    train({ trees: 13 }, { team: backwards(2, calls), checkpoint: { every: 6, save: () => saved.push(calls.length) } });
    expect(calls).toEqual([4, 2, 4, 2]);
    expect(saved).toEqual([2, 4]);
    let asked = 0;
    const cancelled = (): boolean => ++asked > 3;
    expect(() => train({ trees: 100 }, { team: backwards(2), cancelled })).toThrow(
      expect.objectContaining({ name: "AbortError" }),
    );
  });
});
