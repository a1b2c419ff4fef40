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

  it.each([0, 0.5])(
    "split a leaf: sides, histogram and both children's splits, emitted and fixed (weights of %d)",
    (weight) => {
      const kernel = new TrainingKernel(1 << 18);
      const n = 400;
      const bytes = { entries: 2 * n * 8, rows: n * 8, column: n, cells: 8 * 32, layout: 16, scratch: 6144, task: 768 };
      const at = Object.fromEntries(
        Object.entries(bytes).map(([name, size]) => [name, kernel.take(size)]),
      ) as typeof bytes;
      const [small, features, weights] = [kernel.take(8 * 32), kernel.take(4), kernel.take(4 * n)];
      const draw = random(3, "split a leaf");
      const packed = kernel.int32(at.entries, 2 * n);
      let [gradient, hessian, leftGradient, leftHessian] = [0, 0, 0, 0];
      const parent = new BigInt64Array(kernel.memory.buffer, at.cells, 32);
      const want = { left: [] as number[], right: [] as number[], cells: new BigInt64Array(32) };
      for (let i = 0; i < n; i++) {
        const [bin, g, h] = [1 + draw.integer(30), draw.integer(100) - 50, 1 + draw.integer(20)];
        packed.set([i, (g << 16) | h], 2 * i);
        kernel.bytes(at.rows, 8 * n)[8 * i] = bin;
        kernel.bytes(at.column, n)[i] = bin;
        parent[bin] = parent[bin]! + (BigInt(g) << 32n) + BigInt(h);
        [gradient, hessian] = [gradient + g, hessian + h];
        if (bin > 10) want.right.unshift(i);
        else {
          [leftGradient, leftHessian] = [leftGradient + g, leftHessian + h];
          want.left.push(i);
          want.cells[bin] = want.cells[bin]! + (BigInt(g) << 32n) + BigInt(h);
        }
      }
      const whole = parent.slice();
      kernel.float32(weights, n).fill(weight);
      kernel.uint32(at.layout, 4).set([0, 32, 0, 0]);
      const words = kernel.int32(at.task, 192);
      const numbers = kernel.float64(at.task, 96);
      words.set([1, at.column, small, at.cells, features, 1, weight === 0 ? 0 : weights, 1]);
      numbers.set([2, 5, 0, 0, 10, weight === 0 ? n : n * weight], 4);
      words.set([gradient, hessian, leftGradient, leftHessian], 20);
      for (const rules of [16, 26]) numbers.set([1, 1, 1, 0, 0, 0, 0, 0, -Infinity, Infinity], rules);
      kernel.bytes(at.task + 288, 256).fill(8, 1, 11);
      words.set([at.entries, n, at.entries + 8 * n], 168);
      kernel.emit({ stride: 8, offsets: [0], histogramBytes: 256, ranges: 1 });
      const outcomes = (["splitLeafEmitted", "splitLeaf"] as const).map((name) => {
        parent.set(whole);
        kernel.bytes(at.task + 544, 128).fill(0);
        const common = [at.task, at.rows, 256, at.layout, at.scratch];
        kernel.each(name, [name === "splitLeaf" ? [...common, 8, 1] : common]);
        const moved = kernel.uint32(at.entries + 8 * n, 2 * n).filter((_, i) => i % 2 === 0);
        expect(Array.from(moved)).toEqual([...want.left, ...want.right]);
        expect(words[24]).toBe(want.left.length);
        expect(numbers[14]).toBe(want.left.length * (weight || 1));
        // The left side is the smaller one; the larger one's cells are what remains.
        expect([words[25], words[26]]).toEqual([1, 3]);
        expect(new BigInt64Array(kernel.memory.buffer, small, 32)).toEqual(want.cells);
        expect(parent).toEqual(whole.map((cell, i) => cell - want.cells[i]!));
        return kernel.bytes(at.task + 544, 128).slice();
      });
      expect(outcomes[0]).toEqual(outcomes[1]);
      // Both children have a split: of the left one's bins somewhere below 10, of the right one's above.
      const splits = kernel.int32(at.task + 544, 32);
      expect(splits[2]).toBe(0);
      expect(splits[3]).toBeLessThan(10);
      expect(splits[18]).toBe(0);
      expect(splits[19]).toBeGreaterThan(10);
    },
  );
});
