/**
 * The ticks of `Machine.every` on any clock and timer.
 * @param wait resolves after so many milliseconds, or at once when the signal is aborted
 */
export async function* ticks(
  elapsedMs: () => number,
  wait: (ms: number, signal: AbortSignal) => Promise<void>,
  ms: number,
  signal: AbortSignal,
): AsyncGenerator<number, void, undefined> {
  const period = Math.max(1, ms);
  let next = elapsedMs() + period;
  while (!signal.aborted) {
    await wait(next - elapsedMs(), signal);
    if (signal.aborted) return;
    yield elapsedMs();
    // Ticks that were missed while the caller was busy are left out.
    const late = elapsedMs() - next;
    next += Math.max(1, Math.floor(late / period) + 1) * period;
  }
}
