import { describe, expect, it } from "vitest";
import { random } from "../../random.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

describe("symmetric eigen-decomposition", () => {
  it("knows [[2, 1], [1, 2]]: 3 along (1, 1), 1 along (1, -1), signs fixed", () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 99, 1, 2), 2);
    expect(Array.from(values)).toEqual([expect.closeTo(3, 14), expect.closeTo(1, 14)]);
    const half = Math.SQRT1_2;
    expect(Array.from(vectors.subarray(0, 2))).toEqual([expect.closeTo(half, 14), expect.closeTo(half, 14)]);
    expect(vectors[2]).toBeCloseTo(half, 14);
    expect(vectors[3]).toBeCloseTo(-half, 14);
  });

  it("rebuilds a random matrix from orthogonal vectors", () => {
    const n = 12;
    const draw = random(4);
    const A = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) A[i * n + j] = A[j * n + i] = draw.next() - 0.5;
    const { values, vectors } = symmetricEigen(A, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let [rebuilt, inner] = [0, 0];
        for (let k = 0; k < n; k++) {
          rebuilt += values[k]! * vectors[k * n + i]! * vectors[k * n + j]!;
          inner += vectors[i * n + k]! * vectors[j * n + k]!;
        }
        expect(rebuilt).toBeCloseTo(A[i * n + j]!, 12);
        expect(inner).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });

  it("gives zeros for a zero matrix", () => {
    expect(Array.from(symmetricEigen(new Float64Array(9), 3).values)).toEqual([0, 0, 0]);
  });
});
