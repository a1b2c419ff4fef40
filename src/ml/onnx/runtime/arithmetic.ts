import { cos, exp, expm1, log, log1p, pow, sigmoid, sin, tanh } from "../../kernels/math.ts";
import type { Tensor } from "../messages.ts";
import { numbersOf } from "../tensor.ts";
import { binary, equal, mapped, unary, variadic, where } from "./elementwise.ts";
import { inputAt, type NodeReader, type Operator } from "./operator.ts";

/** Operators that work element by element. */
export const arithmeticOperators: Readonly<Record<string, Operator>> = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b, isWhole) => (isWhole ? Math.trunc(a / b) : a / b)),
  Pow: power,
  Mod: modulo,
  Min: variadic((a, b) => (Number.isNaN(a) || a < b ? a : b)),
  Max: variadic((a, b) => (Number.isNaN(a) || a > b ? a : b)),
  Sum: variadic((a, b) => a + b),
  Mean: variadic(
    (a, b) => a + b,
    (sum, count) => sum / count,
  ),
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Sqrt: unary(Math.sqrt),
  Reciprocal: unary((x) => 1 / x),
  Exp: unary(exp),
  Log: unary(log),
  Sin: unary(sin),
  Cos: unary(cos),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Round: unary(halfToEven),
  Sign: unary(Math.sign),
  Erf: unary(erf),
  Relu: unary((x) => (x < 0 ? 0 : x)),
  Sigmoid: unary(sigmoid),
  Tanh: unary(tanh),
  Softplus: unary((x) => Math.max(x, 0) + log1p(exp(-Math.abs(x)))),
  Softsign: unary((x) => x / (1 + Math.abs(x))),
  LeakyRelu: withNumbers(["alpha", 0.01])((x, alpha) => (x < 0 ? alpha * x : x)),
  Elu: withNumbers(["alpha", 1])((x, alpha) => (x < 0 ? alpha * expm1(x) : x)),
  Selu: withNumbers(
    ["alpha", 1.6732631921768188],
    ["gamma", 1.0507010221481323],
  )((x, alpha, gamma) => (x > 0 ? gamma * x : gamma * alpha * expm1(x))),
  HardSigmoid: withNumbers(
    ["alpha", 0.2],
    ["beta", 0.5],
  )((x, alpha, beta) => Math.max(0, Math.min(1, alpha * x + beta))),
  HardSwish: unary((x) => x * Math.max(0, Math.min(1, x / 6 + 0.5))),
  Gelu: gelu,
  PRelu: binary((x, slope) => (x < 0 ? slope * x : x)),
  Clip: clip,
  Equal: equal,
  Greater: binary((a, b) => Number(a > b), "bool"),
  GreaterOrEqual: binary((a, b) => Number(a >= b), "bool"),
  Less: binary((a, b) => Number(a < b), "bool"),
  LessOrEqual: binary((a, b) => Number(a <= b), "bool"),
  And: binary((a, b) => a & b, "bool"),
  Or: binary((a, b) => a | b, "bool"),
  Xor: binary((a, b) => a ^ b, "bool"),
  Not: unary((x) => 1 - x),
  IsNaN: toBool(Number.isNaN),
  IsInf: toBool((x) => Math.abs(x) === Number.POSITIVE_INFINITY),
  Where: where,
};

/** The exponent may be of another type than the base, which the result has. */
function power({ where: place }: NodeReader): ReturnType<Operator> {
  const raise = binary(pow);
  return (inputs, budget) => {
    const [a, b] = [inputAt(inputs, 0, place), inputAt(inputs, 1, place)];
    const exponent = a.type === b.type ? b : mapped(b, a.type, (x) => x, place);
    return raise(reader(place))([a, exponent], budget);
  };
}

/** A reader for operators that have no attributes. */
function reader(place: string): NodeReader {
  return { where: place } as NodeReader;
}

/** fmod: C's remainder, with the dividend's sign; else with the divisor's. */
function modulo(node: NodeReader): ReturnType<Operator> {
  const isC = node.int("fmod", 0) === 1;
  return binary((a, b) => {
    const rest = a % b;
    return !isC && rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  })(node);
}

function withNumbers(...names: readonly (readonly [name: string, otherwise: number])[]) {
  return (compute: (x: number, ...numbers: number[]) => number): Operator =>
    (node) => {
      const numbers = names.map(([name, otherwise]) => node.float(name, otherwise));
      return unary((x) => compute(x, ...numbers))(node);
    };
}

function toBool(test: (x: number) => boolean): Operator {
  return ({ where: place }) =>
    (inputs, budget) => {
      const x = inputAt(inputs, 0, place);
      budget.spend(x.data.length, place);
      return [mapped(x, "bool", (value) => Number(test(value)), place)];
    };
}

/** Bounds are attributes up to version 6, inputs from 11 on. */
function clip(node: NodeReader): ReturnType<Operator> {
  const [low, high] = [node.float("min", Number.NEGATIVE_INFINITY), node.float("max", Number.POSITIVE_INFINITY)];
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    budget.spend(x.data.length, node.where);
    const bound = (tensor: Tensor | undefined, otherwise: number): number =>
      tensor === undefined ? otherwise : (numbersOf(tensor, node.where)[0] ?? otherwise);
    const [from, to] = [bound(inputs[1], low), bound(inputs[2], high)];
    return [mapped(x, x.type, (value) => (value < from ? from : value > to ? to : value), node.where)];
  };
}

function gelu(node: NodeReader): ReturnType<Operator> {
  const isTanh = node.text("approximate", "none") === "tanh";
  const root = Math.sqrt(2 / Math.PI);
  return unary(
    isTanh
      ? (x) => 0.5 * x * (1 + tanh(root * (x + 0.044715 * x * x * x)))
      : (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  )(node);
}

/** Within 2e-7. @see Abramowitz and Stegun, Handbook of mathematical functions (1964), 7.1.26 */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Number.isNaN(x) ? x : Math.sign(x) * (1 - tail * exp(-x * x));
}

function halfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
