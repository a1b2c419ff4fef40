import type { Tensor } from "../messages.ts";
import { numberTensor, tensorOf, textTensor } from "../tensor.ts";

/** A classifier's two outputs: the label of each sample, and its scores. */
export function classifierOutput(
  labels: readonly (string | number)[],
  best: ArrayLike<number>,
  scores: Float32Array,
): [Tensor, Tensor] {
  const nSamples = best.length;
  const chosen = Array.from(best, (k) => labels[k]!);
  const label =
    typeof labels[0] === "string"
      ? textTensor([nSamples], chosen as string[])
      : numberTensor("int64", [nSamples], chosen as number[]);
  const width = nSamples === 0 ? labels.length : scores.length / nSamples;
  return [label, tensorOf("float", [nSamples, width], scores)];
}

/** The first of the largest. */
export function largestAt(scores: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if (scores[k]! > scores[best]!) best = k;
  return best;
}
