/**
 * L of A = L Lᵀ for a symmetric positive definite A, (n, n) row-major; only the lower triangles are read and written.
 * @returns undefined if a pivot isn't positive: A is not positive definite in doubles
 */
export function cholesky(A: Float64Array, n: number): Float64Array | undefined {
  const L = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = A[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= L[i * n + k]! * L[j * n + k]!;
      if (i !== j) L[i * n + j] = sum / L[j * n + j]!;
      else if (sum > 0) L[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return L;
}

/** Solves L Lᵀ x = b in place: `b` becomes x. Reads `b` from `offset`, n values. */
export function choleskySolve(L: Float64Array, n: number, b: Float64Array, offset = 0): void {
  for (let i = 0; i < n; i++) {
    let sum = b[offset + i]!;
    for (let k = 0; k < i; k++) sum -= L[i * n + k]! * b[offset + k]!;
    b[offset + i] = sum / L[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const solved = b[offset + i]! / L[i * n + i]!;
    b[offset + i] = solved;
    for (let k = 0; k < i; k++) b[offset + k]! -= L[i * n + k]! * solved;
  }
}
