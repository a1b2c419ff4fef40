import { describe, expect, it } from "vitest";
import { random } from "../random.ts";
import { TrainingKernel } from "./training-kernel.ts";

const shapes = [
  [1, 1, 1],
  [5, 7, 3],
  [4, 8, 4],
  [13, 17, 600],
  [33, 9, 257],
] as const;

describe("products", () => {
  it.each(shapes)("(%i, %i) over %i agree with plain sums, transposed or not, in any ranges of rows", (m, n, k) => {
    const sizes = [m * k, k * n, m * n].map((length) => length * 8);
    const kernel = new TrainingKernel(2 * sizes.reduce((sum, size) => sum + TrainingKernel.bytesFor(size), 0));
    const view = (at: number, length: number) => kernel.float64(at, length);
    const [a, at, b, bt, c, parts] = [m * k, m * k, k * n, k * n, m * n, m * n].map((size) => kernel.take(size * 8));
    const draw = random(3, "products", m);
    // Eighths are exact, and so are sums of their products: any order gives the same bits.
    const [A, B] = [m * k, k * n].map((size) => Float64Array.from({ length: size }, () => draw.integer(17) / 8 - 1));
    view(a!, m * k).set(A!);
    view(b!, k * n).set(B!);
    const want = new Float64Array(m * n);
    for (let p = 0; p < k; p++) {
      for (let i = 0; i < m; i++) view(at!, m * k)[p * m + i] = A![i * k + p]!;
      for (let j = 0; j < n; j++) view(bt!, k * n)[j * k + p] = B![p * n + j]!;
      for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) want[i * n + j]! += A![i * k + p]! * B![p * n + j]!;
    }
    const [plain, transposed] = ["multiply64", "multiplyTransposed64"] as const;
    const result = () => Array.from(view(c!, m * n));
    kernel.each(plain, [[a!, k, 1, b!, n, c!, n, 0, m, n, k, 0]]);
    expect(result()).toEqual(Array.from(want));
    kernel.each(plain, [[at!, 1, m, b!, n, c!, n, 0, m, n, k, 1]]);
    expect(result()).toEqual(Array.from(want, (one) => 2 * one));
    kernel.each(transposed, [[a!, k, bt!, k, c!, n, 0, m, n, k, 0]]);
    expect(result()).toEqual(Array.from(want));

    view(a!, m * k).set(A!.map(() => draw.next()));
    for (const [name, args] of [
      [plain, (to: number, f: number, t: number) => [a!, k, 1, b!, n, to, n, f, t, n, k, 0]],
      [transposed, (to: number, f: number, t: number) => [a!, k, bt!, k, to, n, f, t, n, k, 0]],
    ] as const) {
      kernel.each(name, [args(c!, 0, m)]);
      kernel.each(name, [args(parts!, 0, m >> 1), args(parts!, m >> 1, m)]);
      expect(view(parts!, m * n)).toEqual(view(c!, m * n));
    }
  });

  it("gives zeros for an empty sum", () => {
    const kernel = new TrainingKernel(4096);
    const c = kernel.take(6 * 8);
    const view = kernel.float64(c, 6);
    view.fill(7);
    kernel.each("multiply64", [[0, 0, 1, 0, 3, c, 3, 0, 2, 3, 0, 0]]);
    expect(Array.from(view)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("symmetric product", () => {
  it("has the lower triangle of A Aᵀ", () => {
    const [n, k] = [7, 5];
    const kernel = new TrainingKernel(8192);
    const [a, c, full] = [n * k, n * n, n * n].map((size) => kernel.take(size * 8));
    kernel.float64(a!, n * k).set(Float64Array.from({ length: n * k }, (_, i) => ((i * 7) % 11) / 3));
    kernel.each("multiplyLower64", [
      [a!, k, a!, k, c!, n, 4, 7, k, 0],
      [a!, k, a!, k, c!, n, 0, 4, k, 0],
    ]);
    kernel.each("multiplyTransposed64", [[a!, k, a!, k, full!, n, 0, n, n, k, 0]]);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++)
        expect(kernel.float64(c!, n * n)[i * n + j]).toBe(kernel.float64(full!, n * n)[i * n + j]);
    }
  });
});
