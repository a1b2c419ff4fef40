import { describe, expect, it } from "vitest";
import {
  betterThanBaseline,
  calibrated,
  decideGates,
  evaluateModel,
  type GateContext,
  gateTable,
  latency,
  maximumSize,
  meetsMinimum,
  notWorseThan,
  slice,
} from "../../src/evaluation/index.ts";
import { type ClassTarget, type Column, Frame, type Predictions, random, type Target } from "../../src/ml/index.ts";
import type { Verdict } from "../../src/store/index.ts";
import type { GateSpec } from "../../src/workflow/index.ts";

/** Labels drawn with the probability said, so that probabilities are calibrated and their spread sets the AUC. */
function sample(
  n: number,
  seed: number,
): { y: ClassTarget; good: Predictions; useless: Predictions; loud: Predictions } {
  const stream = random(seed, "gates");
  const said = Float64Array.from({ length: n }, () => (stream.next() < 0.5 ? 0.15 : 0.85));
  const codes = Int32Array.from(said, (p) => (stream.next() < p ? 1 : 0));
  const noise = Float64Array.from({ length: n }, () => 0.4 + 0.2 * stream.next());
  return {
    y: { kind: "classes", codes, classes: ["no", "yes"] },
    good: predictionsOf(said),
    useless: predictionsOf(noise),
    loud: predictionsOf(said.map((p) => (p > 0.5 ? 0.999 : 0.001))),
  };
}

function predictionsOf(positive: Float64Array): Predictions {
  const probabilities = Float64Array.from({ length: positive.length * 2 }, (_, i) =>
    i % 2 === 1 ? positive[i >> 1]! : 1 - positive[i >> 1]!,
  );
  return { values: positive.map((p) => (p >= 0.5 ? 1 : 0)), probabilities, nClasses: 2 };
}

function contextOf(
  n: number,
  change: (of: ReturnType<typeof sample>) => Partial<GateContext> = () => ({}),
): GateContext {
  const of = sample(n, 11);
  const region: Column = {
    storage: "codes",
    kind: "category",
    codes: Int32Array.from({ length: n }, (_, i) => i % 2),
    dictionary: ["north", "south"],
  };
  const context = {
    task: "binary",
    metric: "rocAucScore",
    problem: {},
    y: of.y,
    positive: 1,
    predictions: of.good,
    baselinePredictions: predictionsOf(new Float64Array(n).fill(0.5)),
    championPredictions: of.good,
    championName: "churn@3",
    frame: new Frame(n, [["region", region]]),
    measureLatency: () => durations(1000, 2),
    modelSizeBytes: 1000,
    seed: 5,
    ...change(of),
  } as const;
  const { y, predictions, task, positive, seed } = context;
  return { ...context, report: evaluateModel({ y, predictions, task, classes: ["no", "yes"], positive, seed }) };
}

const durations = (n: number, slowMs: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => (i % 50 === 0 ? slowMs : 1));

type Case = readonly [spec: GateSpec, context: GateContext];
/** For each gate a case of each verdict that it can come to. */
const cases: Record<string, Partial<Record<Verdict, Case>>> = {
  meetsMinimum: {
    pass: [meetsMinimum("rocAucScore", 0.7), contextOf(1000)],
    fail: [meetsMinimum("rocAucScore", 0.95), contextOf(1000)],
    insufficient: [meetsMinimum("rocAucScore", 0.8), contextOf(60)],
  },
  betterThanBaseline: {
    pass: [betterThanBaseline({ margin: 0.1 }), contextOf(1000)],
    fail: [betterThanBaseline({ margin: 0.45 }), contextOf(1000)],
    insufficient: [betterThanBaseline(), contextOf(60, ({ useless }) => ({ predictions: useless }))],
  },
  notWorseThan: {
    pass: [notWorseThan("champion"), contextOf(1000)],
    fail: [notWorseThan("champion"), contextOf(1000, ({ useless }) => ({ predictions: useless }))],
    insufficient: [
      notWorseThan("champion", { margin: 0.05 }),
      contextOf(60, ({ useless }) => ({
        predictions: useless,
        championPredictions: predictionsOf(sample(60, 12).useless.probabilities!.filter((_, i) => i % 2 === 1)),
      })),
    ],
  },
  slice: {
    pass: [slice("region", { minimum: 0.7 }), contextOf(1000)],
    fail: [slice("region", { minimum: 0.95 }), contextOf(1000)],
    insufficient: [slice("region", { minimum: 0.8, minimumRows: 20 }), contextOf(80)],
  },
  latency: {
    pass: [latency({ p99Ms: 3 }), contextOf(60)],
    fail: [latency({ p99Ms: 1.5 }), contextOf(60)],
    insufficient: [latency({ p99Ms: 3 }), contextOf(60, () => ({ measureLatency: () => durations(100, 2) }))],
  },
  calibrated: {
    pass: [calibrated({ maxError: 0.08 }), contextOf(2000)],
    fail: [calibrated({ maxError: 0.05 }), contextOf(2000, ({ loud }) => ({ predictions: loud }))],
    insufficient: [calibrated({ maxError: 0.05 }), contextOf(60)],
  },
  maximumSize: {
    pass: [maximumSize({ sizeBytes: 1000 }), contextOf(60)],
    fail: [maximumSize({ sizeBytes: 999 }), contextOf(60)],
  },
};
/** Verdicts that a gate never comes to, and why. */
const impossible: Record<string, Partial<Record<Verdict, string>>> = {
  maximumSize: { insufficient: "a size is known exactly" },
};

describe.each(Object.values(gateTable))("gate $kind", (gate) => {
  const verdicts: readonly Verdict[] = ["pass", "fail", "insufficient"];
  const ofGate = cases[gate.kind] ?? {};

  it("has a case, or a reason, for each verdict", () => {
    for (const verdict of verdicts) expect(ofGate[verdict] ?? impossible[gate.kind]?.[verdict]).toBeDefined();
  });

  it.each(verdicts.filter((verdict) => ofGate[verdict] !== undefined))(
    "says %s with figures, the same again",
    async (verdict) => {
      const [spec, context] = ofGate[verdict]!;
      const [decision] = await decideGates([spec], context);
      expect(decision).toMatchObject({ verdict, gate: gate.title(spec) });
      expect(decision!.reason).toMatch(/\d.*\d/);
      expect(decision!.reason).not.toMatch(/NaN|undefined|null|Infinity/);
      expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
      expect(await decideGates([spec], context)).toEqual([decision]);
      const { low, high } = decision!.estimate ?? { low: null, high: null };
      const [bound, atLeast] = [decision!.bound, decision!.direction === "atLeast"];
      if (verdict === "pass" && bound !== null) expect(atLeast ? low! >= bound : high! <= bound).toBe(true);
      if (verdict === "fail" && bound !== null) expect(atLeast ? high! <= bound : low! >= bound).toBe(true);
    },
  );

  it("has a sentence for the reference, and a spec that is plain data", () => {
    expect(gate.summary).toMatch(/^[A-Z].*\.$/);
    for (const one of Object.values(ofGate)) {
      const { at, ...data } = one[0];
      expect(at?.file).toMatch(/gates\.test\.ts$/);
      expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    }
  });

  it("says that evidence is missing where the target can't be measured, and never passes", async () => {
    if (["latency", "maximumSize", "calibrated"].includes(gate.kind)) return;
    const oneClass = (y: Target): Target => ({
      ...(y as ClassTarget),
      codes: new Int32Array((y as ClassTarget).codes.length),
    });
    const [spec, context] = ofGate.pass!;
    const [decision] = await decideGates([spec], { ...context, y: oneClass(context.y!) });
    expect(decision!.verdict).toBe("insufficient");
    expect(decision!.reason).not.toMatch(/NaN|undefined|null/);
  });
});
