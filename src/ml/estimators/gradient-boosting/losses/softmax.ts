import { log } from "../../../kernels/math.ts";
import { classShares } from "./class-shares.ts";
import { type Loss, rangesOf, sumOfChunks } from "./loss.ts";

const GRADIENT_CHUNK = 4096;

/**
 * Cross-entropy of the softmax over `outputs` classes, one tree a class and round.
 * @see Friedman, Greedy function approximation (2001), algorithm 6: the factor K / (K - 1) of its second derivatives
 */
export function softmax(outputs: number): Loss {
  const factor = outputs / (outputs - 1);
  return {
    outputs,
    link: "identity",
    start: (targets, weights) => classShares(targets, weights, outputs).map(log),
    gradients(kernel, { scores, targets, weights, pitch, g, h }, to) {
      const chunk = Math.max(GRADIENT_CHUNK, Math.ceil(to / 4000) * 4);
      const parts = rangesOf(0, to, chunk).map(([from, end]) => [
        scores,
        targets,
        weights,
        from,
        end,
        outputs,
        pitch,
        factor,
        g,
        h,
      ]);
      kernel.each("softmaxGradients", parts);
    },
    sum: (kernel, { scores, targets, weights, pitch, scratch }, from, to) =>
      sumOfChunks(kernel, scratch, from, to, "softmaxLoss", (start, end, out) => [
        scores,
        targets,
        weights,
        start,
        end,
        outputs,
        pitch,
        out,
      ]),
  };
}
