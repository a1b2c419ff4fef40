import type { Clock } from "../clock.ts";

/**
 * Durations of single-row predictions, milliseconds: what the gate `latency` judges. The first tenth warms up and isn't kept.
 * @param predictOne predicts the i-th row (any of them, repeated at will) @param count durations kept
 */
export function measureLatency(predictOne: (i: number) => unknown, clock: Clock, count = 1000): Float64Array {
  const warmUp = Math.ceil(count / 10);
  for (let i = 0; i < warmUp; i++) predictOne(i);
  return Float64Array.from({ length: count }, (_, i) => {
    const started = clock.monotonicMs();
    predictOne(i);
    return clock.monotonicMs() - started;
  });
}
