import { exp } from "../../kernels/math.ts";
import type { NodeReader } from "./operator.ts";
import { softmaxInPlace } from "./reductions.ts";

/** What is made of the scores of one sample, in place. */
export type PostTransform = (scores: Float64Array) => void;

/** The post_transform of classifiers and ensembles, by name or number. @throws ML_ONNX_UNSUPPORTED */
export function postTransformOf(node: NodeReader, name: string): PostTransform {
  switch (name) {
    case "NONE":
      return () => {};
    case "LOGISTIC":
      return (scores) => {
        for (let i = 0; i < scores.length; i++) scores[i] = logistic(scores[i]!);
      };
    case "SOFTMAX":
      return softmaxInPlace;
    case "SOFTMAX_ZERO":
      return softmaxZero;
    default:
      throw node.unsupported(`post_transform ${name}`);
  }
}

function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

/** Scores of exactly 0 stay 0. */
function softmaxZero(scores: Float64Array): void {
  const known = scores.filter((score) => score !== 0);
  softmaxInPlace(known);
  let at = 0;
  for (let i = 0; i < scores.length; i++) if (scores[i] !== 0) scores[i] = known[at++]!;
}

/** The labels of a classifier: texts or whole numbers. */
export function classLabels(node: NodeReader): readonly (string | number)[] {
  const texts = node.texts("classlabels_strings");
  if (texts.length > 0) return texts;
  const numbers = node.ints(node.has("classlabels_ints") ? "classlabels_ints" : "classlabels_int64s");
  if (numbers.length === 0) throw node.invalid("classlabels", "labels", "none");
  return numbers;
}
