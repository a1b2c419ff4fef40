import type { Clock } from "../clock.ts";
import type { FittedPipeline, Frame } from "../ml/index.ts";

const warmUps = 50;
const samples = 500;

/** Durations of predicting one row at a time, milliseconds, after warming up; test rows in turn. */
export function measureLatency(model: FittedPipeline, frame: Frame, clock: Clock): Float64Array {
  const rows = Array.from({ length: Math.min(frame.rowCount, 100) }, (_, row) => frame.take([row]));
  const durations = new Float64Array(samples);
  for (let i = -warmUps; i < samples; i++) {
    const row = rows[(i + warmUps) % rows.length]!;
    const start = clock.monotonicMs();
    model.predict(row);
    if (i >= 0) durations[i] = clock.monotonicMs() - start;
  }
  return durations;
}
