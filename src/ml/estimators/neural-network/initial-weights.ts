import { log } from "../../kernels/math.ts";
import { random } from "../../random.ts";
import type { Layout } from "./architecture.ts";

/**
 * Parameters before the first step: uniform with He's variance, vectors of categories likewise, and outputs that say what is known
 * without any feature.
 * @param start (outputs): log odds, log shares of the classes, or 0
 * @see He et al., Delving deep into rectifiers (2015)
 */
export function initialWeights(layout: Layout, start: readonly number[], seed: number): Float32Array {
  const parameters = new Float32Array(layout.nParameters);
  const draw = random(seed, "weights");
  const fill = (from: number, to: number, bound: number): void => {
    for (let i = from; i < to; i++) parameters[i] = (2 * draw.next() - 1) * bound;
  };
  fill(0, layout.vectorFloats, 1);
  layout.dense.forEach(({ from, to, fanIn }, l) => {
    const isLast = l === layout.dense.length - 1;
    if (!isLast) fill(from, to, Math.sqrt(6 / fanIn));
  });
  const outputs = layout.dense.at(-1)!;
  // padding stays 0, so that it never learns
  for (let i = outputs.from; i < outputs.to; i++) {
    if ((i - outputs.from) % outputs.units < start.length)
      parameters[i] = (2 * draw.next() - 1) / Math.sqrt(outputs.fanIn);
  }
  parameters.set(start, outputs.to);
  return parameters;
}

/** Outputs that give each class its weight among the rows; of values their mean, which is 0. */
export function startOf(loss: "squared" | "logistic" | "softmax", mass: Float64Array): number[] {
  if (loss === "squared") return [0];
  const least = mass.reduce((a, b) => (b > 0 ? Math.min(a, b) : a), Number.POSITIVE_INFINITY) / 1000;
  const logs = Array.from(mass, (m) => log(Math.max(m, least)));
  if (loss === "logistic") return [logs[1]! - logs[0]!];
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  return logs.map((one) => one - mean);
}
