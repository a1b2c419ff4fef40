import { describe, expect, it } from "vitest";
import { random } from "../random.ts";
import { TrainingKernel } from "./training-kernel.ts";

describe("histogram kernels", () => {
  it.each([1, 7, 8, 28, 33, 100, 500])("emitted and fixed agree with a plain loop at %i features", (features) => {
    const n = 700;
    const stride = (features + 7) & ~7;
    const bins = Array.from({ length: features }, (_, f) => (f % 5 === 4 ? 3 : 256));
    const offsets: number[] = [];
    let size = 0;
    for (const count of bins) {
      offsets.push(size);
      size += ((count + 1) & ~1) * 8;
    }
    const kernel = new TrainingKernel(n * (stride + 8) + 2 * size + features * 16 + 4096);
    const [entries, rows, first, second, layout] = [n * 8, n * stride, size, size, features * 16].map((s) =>
      kernel.take(s),
    );
    const draw = random(7, "histogram", features);
    const packed = kernel.int32(entries!, 2 * n);
    const bytes = kernel.bytes(rows!, n * stride);
    for (let i = 0; i < n; i++) {
      for (let f = 0; f < features; f++) bytes[i * stride + f] = draw.integer(bins[f]!);
      packed[2 * i] = draw.integer(n);
      packed[2 * i + 1] = ((draw.integer(65533) - 32766) << 16) | draw.integer(32767);
    }
    const want = new BigInt64Array(size / 8);
    for (let i = 0; i < n; i++) {
      const q = packed[2 * i + 1]!;
      for (let f = 0; f < features; f++) {
        const cell = offsets[f]! / 8 + bytes[packed[2 * i]! * stride + f]!;
        want[cell] = want[cell]! + (BigInt(q >> 16) << 32n) + BigInt(q & 65535);
      }
    }
    offsets.forEach((offset, f) => {
      kernel.uint32(layout! + f * 16, 1)[0] = offset;
    });
    const ranges = features > 32 ? 3 : 1;
    const emitted = kernel.emit({ stride, offsets, histogramBytes: size, ranges })!;
    for (let range = 0; range < ranges; range++) emitted.histogram(entries!, n, rows!, first!, range);
    kernel.call.accumulate(entries!, n, rows!, stride, layout!, 0, features, second!);
    expect(new BigInt64Array(kernel.memory.buffer, first, size / 8)).toEqual(want);
    expect(new BigInt64Array(kernel.memory.buffer, second, size / 8)).toEqual(want);
    for (let range = 0; range < ranges; range++) emitted.histogramAnew(entries!, n, rows!, first!, range);
    expect(new BigInt64Array(kernel.memory.buffer, first, size / 8)).toEqual(want);
  });

  it.each([1, 2])("partition a list and make the histogram of side %i, emitted and fixed", (build) => {
    const n = 5;
    const kernel = new TrainingKernel(1 << 16);
    const [source, target, rows, column, table, count, cells, fixed, layout] = Array.from({ length: 9 }, () =>
      kernel.take(64),
    ) as [number, number, number, number, number, number, number, number, number];
    // rows 0..4 with bins 1 3 1 2 3 of one feature; gradient row + 1, hessian 10; bins 1 and 2 go left
    const bins = [1, 3, 1, 2, 3];
    bins.forEach((bin, row) => {
      kernel.uint32(source, 10).set([row, (row + 1) * 65536 + 10], row * 2);
      kernel.bytes(rows, 64)[row * 8] = bin;
      kernel.bytes(column, 5)[row] = bin;
    });
    kernel.bytes(table, 8).set([0, 8, 8, 0]);
    kernel.uint32(layout, 4).set([0, 4, 0, 0]);
    const want = build === 1 ? [0n, (4n << 32n) + 20n, (4n << 32n) + 10n, 0n] : [0n, 0n, 0n, (7n << 32n) + 20n];
    kernel.emit({ stride: 8, offsets: [0], histogramBytes: 32, ranges: 1 });
    kernel.each("divideEmitted", [[source, n, target, column, table, count, build, rows, cells, 32]]);
    expect(kernel.int32(count, 1)[0]).toBe(3);
    // the left side keeps the order of rows, the right one turns it
    expect([0, 1, 2, 3, 4].map((i) => kernel.uint32(target, 10)[2 * i])).toEqual([0, 2, 3, 4, 1]);
    expect(Array.from(new BigInt64Array(kernel.memory.buffer, cells, 4))).toEqual(want);
    kernel.each("divide", [[source, n, target, column, table, count, build, rows, fixed, 32, 8, layout, 1]]);
    expect(Array.from(new BigInt64Array(kernel.memory.buffer, fixed, 4))).toEqual(want);
  });
});
