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
    kernel.histogram({ stride, offsets })!(entries!, n, rows!, first!);
    kernel.call.accumulate(entries!, n, rows!, stride, layout!, features, second!);
    expect(new BigInt64Array(kernel.memory.buffer, first, size / 8)).toEqual(want);
    expect(new BigInt64Array(kernel.memory.buffer, second, size / 8)).toEqual(want);
  });
});
