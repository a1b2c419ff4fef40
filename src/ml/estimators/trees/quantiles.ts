import type { ThreadTeam } from "../../kernels/thread-team.ts";
import { TrainingKernel } from "../../kernels/training-kernel.ts";

/** Bytes of what `fitThresholds` leaves for a feature: up to 255 float32, then how many. */
const RESULT_BYTES = 1024;
const COUNTS_BYTES = 24576;
/** Fewer values than this in all are sorted faster than threads are woken. */
const FEWEST_SHARED = 100_000;

/**
 * Ascending thresholds that part each column into at most `most` bins of about equal weight; x <= threshold lies on the
 * left. Values heavier than a bin get one of their own; few distinct values get one each. NaN is left out, infinities count
 * as the largest floats.
 * @param rows the rows to look at
 * @param sampleWeight by row of the columns, as `rows` is
 * @param most 2..255
 * @param team shares the columns
 * @returns for each column at most `most - 1` finite float32, each at or above the value on its left and below that on its right
 */
export function quantilesOf(
  columns: readonly Float32Array[],
  rows: Uint32Array,
  sampleWeight: Float64Array | undefined,
  most: number,
  team?: ThreadTeam,
): Float32Array[] {
  if (columns.length === 0) return [];
  const n = rows.length;
  const shared = columns.length * n >= FEWEST_SHARED ? team : undefined;
  const batch = Math.min(columns.length, shared?.size ?? 1);
  const room = n * 24 + COUNTS_BYTES;
  const { bytesFor } = TrainingKernel;
  const weightBytes = sampleWeight === undefined ? 0 : bytesFor(n * 8);
  const kernel = new TrainingKernel(
    batch * (bytesFor(n * 4) + bytesFor(room) + bytesFor(RESULT_BYTES)) + weightBytes,
    shared,
  );
  const weights = sampleWeight === undefined ? 0 : kernel.take(n * 8);
  if (sampleWeight !== undefined) gather(kernel.float64(weights, n), sampleWeight, rows);
  const seats = Array.from({ length: batch }, () => ({
    values: kernel.take(n * 4),
    room: kernel.take(room),
    out: kernel.take(RESULT_BYTES),
  }));
  const thresholds: Float32Array[] = [];
  for (let first = 0; first < columns.length; first += batch) {
    const some = columns.slice(first, first + batch);
    const parts = some.map((column, i) => {
      const { values, room, out } = seats[i]!;
      gather(kernel.float32(values, n), column, rows);
      return [values, n, weights, most, room, out];
    });
    kernel.each("fitThresholds", parts);
    some.forEach((_, i) => {
      const { out } = seats[i]!;
      thresholds.push(kernel.float32(out, kernel.int32(out + 1020, 1)[0]!).slice());
    });
  }
  return thresholds;
}

function gather<T extends Float32Array | Float64Array>(target: T, source: T, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) target[i] = source[rows[i]!]!;
}
