import { readFileSync, writeFileSync } from "node:fs";

/** What a contestant prints, as one line of JSON, when its work is done. */
export interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Highest resident memory during the work, above what was resident when it began. */
  readonly peakMb: number;
  /** Accuracy of what was made; null where speed alone is the work. */
  readonly score: number | null;
}

/**
 * Does the work once and measures it; data must be loaded before.
 * @param score of what `work` made, found after the clock has stopped
 */
export async function measured<T>(work: () => T | Promise<T>, score?: (made: T) => number): Promise<Measured> {
  const residentMb = startOfPeak();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const made = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const peakMb = Math.max(0, memoryMb("VmHWM") - residentMb);
  return { seconds, cpuSeconds: (user + system) / 1e6, peakMb, score: score?.(made) ?? null };
}

/** Makes the kernel count the peak from now on. @returns what is resident */
function startOfPeak(): number {
  writeFileSync("/proc/self/clear_refs", "5");
  return memoryMb("VmRSS");
}

function memoryMb(field: "VmRSS" | "VmHWM"): number {
  const line = readFileSync("/proc/self/status", "utf8")
    .split("\n")
    .find((line) => line.startsWith(field));
  return Number(/\d+/.exec(line ?? "0")?.[0]) / 1024;
}
