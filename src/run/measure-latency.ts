import type { FittedPipeline, Frame } from "../ml/index.ts";
import type { Machine } from "../platform/index.ts";

const warmUps = 50;
const samples = 500;

/** Durations of predicting one row at a time, milliseconds, after warming up; test rows in turn. */
export function measureLatency(model: FittedPipeline, frame: Frame, machine: Machine): Float64Array {
  const rows = Array.from({ length: Math.min(frame.rowCount, 100) }, (_, row) => frame.take([row]));
  const durations = new Float64Array(samples);
  for (let i = -warmUps; i < samples; i++) {
    const row = rows[(i + warmUps) % rows.length]!;
    const start = machine.elapsedMs();
    model.predict(row);
    if (i >= 0) durations[i] = machine.elapsedMs() - start;
  }
  return durations;
}
