import type { RunStory } from "../run/index.ts";

/** Of fewer rows, a perfect score may be luck. */
const fewestRows = 100;

/** Whether some metric on the test rows is so good that the answer is most likely among the features. */
export function isTooGood({ evaluation, declaration }: RunStory): boolean {
  if (evaluation === null || evaluation.rows < fewestRows) return false;
  return declaration.metrics.some(({ name, greaterIsBetter, suspiciousFrom }) => {
    const value = evaluation.metrics[name]?.value;
    if (suspiciousFrom === null || value == null) return false;
    return greaterIsBetter ? value >= suspiciousFrom : value <= suspiciousFrom;
  });
}
