import { choice, integer, logUniform, type ParameterValues, type Space, uniform } from "../../src/ml/index.ts";

/** A function to be minimized; its minimum is 0, so that a value is a regret. */
export interface TestFunction {
  readonly name: string;
  readonly space: Space;
  value(params: ParameterValues): number;
}

const { abs, cos, exp, log10, log2, PI, sin, sqrt } = Math;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const sphere = (x: readonly number[]): number => sum(x.map((v) => v * v));

const rosenbrock = (x: readonly number[]): number =>
  sum(x.slice(1).map((b, i) => 100 * (b - x[i]! * x[i]!) ** 2 + (1 - x[i]!) ** 2));

const rastrigin = (x: readonly number[]): number => sum(x.map((v) => v * v - 10 * cos(2 * PI * v) + 10));

const ackley = (x: readonly number[]): number =>
  20 -
  20 * exp(-0.2 * sqrt(sum(x.map((v) => v * v)) / x.length)) +
  Math.E -
  exp(sum(x.map((v) => cos(2 * PI * v))) / x.length);

const griewank = (x: readonly number[]): number =>
  sum(x.map((v) => v * v)) / 4000 - x.reduce((product, v, i) => product * cos(v / sqrt(i + 1)), 1) + 1;

function levy(x: readonly number[]): number {
  const w = x.map((v) => 1 + (v - 1) / 4);
  const last = w.at(-1)!;
  const middle = sum(w.slice(0, -1).map((v) => (v - 1) ** 2 * (1 + 10 * sin(PI * v + 1) ** 2)));
  return sin(PI * w[0]!) ** 2 + middle + (last - 1) ** 2 * (1 + sin(2 * PI * last) ** 2);
}

const styblinskiTang = (x: readonly number[]): number =>
  sum(x.map((v) => v ** 4 - 16 * v * v + 5 * v)) / 2 + 39.16616570377142 * x.length;

function branin([a, b]: readonly number[]): number {
  const bowl = (b! - (5.1 / (4 * PI ** 2)) * a! * a! + (5 / PI) * a! - 6) ** 2;
  return bowl + 10 * (1 - 1 / (8 * PI)) * cos(a!) + 10 - 0.39788735772973816;
}

const hartmannA = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const hartmannP = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

const hartmann6 = (x: readonly number[]): number =>
  3.322368011415514 -
  sum(
    [1, 1.2, 3, 3.2].map(
      (alpha, k) => alpha * exp(-sum(x.map((v, i) => hartmannA[k]![i]! * (v - hartmannP[k]![i]!) ** 2))),
    ),
  );

const schwefel = (x: readonly number[]): number =>
  418.9828872724338 * x.length - sum(x.map((v) => v * sin(sqrt(abs(v)))));

/** Like a booster's loss: a choice and a switch with an offset each, optima of the numbers on their own scales. */
const mixed: TestFunction = {
  name: "mixed",
  space: {
    kind: choice(["a", "b", "c"]),
    bagging: choice([false, true]),
    depth: integer(1, 12),
    leaves: integer(4, 256, { log: true }),
    rate: logUniform(1e-4, 1),
    share: uniform(0, 1),
  },
  value(p) {
    const offset = (p["kind"] === "a" ? 0.3 : p["kind"] === "b" ? 0 : 0.6) + (p["bagging"] === true ? 0.2 : 0);
    const depth = 0.02 * (Number(p["depth"]) - (p["kind"] === "b" ? 7 : 3)) ** 2;
    const leaves = 0.1 * (log2(Number(p["leaves"])) - 5) ** 2;
    const rate = 0.3 * (log10(Number(p["rate"])) + 1.7) ** 2;
    return offset + depth + leaves + rate + 0.5 * (Number(p["share"]) - 0.8) ** 2;
  },
};

const [tree, net] = [{ when: { model: "tree" } }, { when: { model: "net" } }];

/** Two kinds of model with parameters of their own, one of them better at its best, and one parameter of both. */
const conditional: TestFunction = {
  name: "conditional",
  space: {
    model: choice(["tree", "net"]),
    strength: logUniform(1e-4, 100),
    depth: integer(1, 12, tree),
    subsample: uniform(0, 1, tree),
    rate: logUniform(1e-5, 1, net),
    layers: integer(1, 5, net),
    momentum: uniform(0, 1, net),
  },
  value(p) {
    const shared = 0.1 * (log10(Number(p["strength"])) + 1) ** 2;
    if (p["model"] === "tree")
      return 0.2 + shared + 0.02 * (Number(p["depth"]) - 6) ** 2 + (Number(p["subsample"]) - 0.7) ** 2;
    const rate = 0.3 * (log10(Number(p["rate"])) + 2.5) ** 2;
    return shared + rate + 0.15 * (Number(p["layers"]) - 2) ** 2 + 2 * (Number(p["momentum"]) - 0.9) ** 2;
  },
};

/** A function of a point as one of named numbers x0, x1 ... */
function box(
  name: string,
  value: (x: readonly number[]) => number,
  ranges: readonly (readonly [number, number])[],
): TestFunction {
  return {
    name,
    space: Object.fromEntries(ranges.map(([low, high], i) => [`x${i}`, uniform(low, high)])),
    value: (params) => value(ranges.map((_, i) => Number(params[`x${i}`]))),
  };
}

function cube(dimensions: number, low: number, high: number): [number, number][] {
  return Array.from({ length: dimensions }, () => [low, high]);
}

/** The functions, with their dimensions and ranges. @see functions.py, which has the same ones */
export const testFunctions: readonly TestFunction[] = [
  box("sphere", sphere, cube(5, -5.12, 5.12)),
  box("rosenbrock", rosenbrock, cube(5, -5, 10)),
  box("rastrigin", rastrigin, cube(5, -5.12, 5.12)),
  box("ackley", ackley, cube(5, -32.768, 32.768)),
  box("griewank", griewank, cube(5, -600, 600)),
  box("levy", levy, cube(5, -10, 10)),
  box("styblinskiTang", styblinskiTang, cube(5, -5, 5)),
  box("branin", branin, [
    [-5, 10],
    [0, 15],
  ]),
  box("hartmann6", hartmann6, cube(6, 0, 1)),
  box("schwefel", schwefel, cube(5, -500, 500)),
  mixed,
  conditional,
];
