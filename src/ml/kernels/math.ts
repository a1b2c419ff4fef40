import { predictingModule } from "./predicting-module.ts";

/**
 * Transcendental functions with the same bits on every engine (V8's own `Math.pow` differs between versions).
 * Everything in `ml/` whose result may reach a model or a prediction uses these, never `Math.exp` and its kin;
 * `Math.sqrt`, `abs`, `floor` and the four operations are exact by IEEE 754.
 */
interface MathKernel {
  exp(x: number): number;
  expm1(x: number): number;
  log(x: number): number;
  log1p(x: number): number;
  pow(x: number, y: number): number;
  tanh(x: number): number;
  sin(x: number): number;
  cos(x: number): number;
}

const kernel = new WebAssembly.Instance(predictingModule("unshared"), {
  env: {
    memory: new WebAssembly.Memory({ initial: 1, maximum: 1 }),
    abort() {
      throw new Error("the math kernel aborted");
    },
  },
}).exports as unknown as MathKernel;

export const { exp, expm1, log, log1p, pow, tanh, sin, cos } = kernel;

/** 1 / (1 + e^-x), without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}
