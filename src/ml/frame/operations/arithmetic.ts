import { exp, log, log1p, pow } from "../../kernels/math.ts";
import { asValues, type ExpressionKind, type Operation, valuesOf } from "./operation.ts";

const numeric: readonly ExpressionKind[] = ["number", "boolean"];

/** Arithmetic on numbers (a boolean counts as 0 or 1). Missing propagates; what has no finite result is missing. */
export const arithmetic: readonly Operation[] = [
  binary("plus", "+", "Sum of two numbers.", (a, b) => a + b),
  binary("minus", "-", "Difference of two numbers.", (a, b) => a - b),
  binary("times", "*", "Product of two numbers.", (a, b) => a * b),
  binary("dividedBy", "/", "Quotient of two numbers; missing where the divisor is 0.", (a, b) => a / b),
  binary("modulo", "mod", "Remainder of a division, with the divisor's sign; missing where the divisor is 0.", modulo),
  binary("power", "to the power", "The first number to the power of the second.", pow),
  binary("smaller", "min", "The smaller of two numbers; missing where either is.", (a, b) =>
    a <= b ? a : b <= a ? b : Number.NaN,
  ),
  binary("larger", "max", "The larger of two numbers; missing where either is.", (a, b) =>
    a >= b ? a : b >= a ? b : Number.NaN,
  ),
  unary("negate", "The number with its sign changed.", (x) => -x),
  unary("abs", "The number without its sign.", Math.abs),
  unary("log", "Natural logarithm; missing at 0 and below.", log),
  unary("log1p", "Natural logarithm of 1 + x, exact near 0; missing at -1 and below.", log1p),
  unary("exp", "e to the power of x.", exp),
  unary("sqrt", "Square root; missing below 0.", Math.sqrt),
  unary("floor", "The largest whole number that isn't larger.", Math.floor),
  unary("ceil", "The smallest whole number that isn't smaller.", Math.ceil),
  {
    name: "round",
    summary: "Rounded to `digits` decimals (default 0), halves away from zero.",
    args: [numeric],
    options: { digits: { rule: "number", optional: true } },
    result: () => "number",
    evaluate(args, rows, options) {
      const { values, step } = asValues(args[0]!);
      const scale = Number(`1e${Math.max(-15, Math.min(15, Math.trunc(Number(options["digits"] ?? 0))))}`);
      return valuesOf("number", rows, args, (i) => {
        const x = values[i * step]!;
        return (Math.sign(x) * Math.round(Math.abs(x) * scale)) / scale;
      });
    },
    describe: ([x], { digits }) => `${x} rounded${digits === undefined ? "" : ` to ${digits} decimals`}`,
  },
  {
    name: "clip",
    summary: "Numbers below `min` become `min`, numbers above `max` become `max`.",
    args: [numeric],
    options: { min: { rule: "number", optional: true }, max: { rule: "number", optional: true } },
    result: () => "number",
    evaluate(args, rows, options) {
      const { values, step } = asValues(args[0]!);
      const low = Number(options["min"] ?? Number.NEGATIVE_INFINITY);
      const high = Number(options["max"] ?? Number.POSITIVE_INFINITY);
      return valuesOf("number", rows, args, (i) => {
        const x = values[i * step]!;
        return x < low ? low : x > high ? high : x;
      });
    },
    describe: ([x], { min, max }) => `${x} clipped to ${min ?? "-∞"}..${max ?? "∞"}`,
  },
];

function binary(name: string, sign: string, summary: string, compute: (a: number, b: number) => number): Operation {
  return {
    name,
    summary,
    args: [numeric, numeric],
    result: () => "number",
    evaluate(args, rows) {
      const [a, b] = [asValues(args[0]!), asValues(args[1]!)];
      return valuesOf("number", rows, args, (i) => compute(a.values[i * a.step]!, b.values[i * b.step]!));
    },
    describe: ([a, b]) => `(${a} ${sign} ${b})`,
  };
}

function unary(name: string, summary: string, compute: (x: number) => number): Operation {
  return {
    name,
    summary,
    args: [numeric],
    result: () => "number",
    evaluate(args, rows) {
      const { values, step } = asValues(args[0]!);
      return valuesOf("number", rows, args, (i) => compute(values[i * step]!));
    },
    describe: ([x]) => `${name}(${x})`,
  };
}

function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}
