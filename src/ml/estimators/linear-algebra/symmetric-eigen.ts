/** Eigenvalues, largest first, and eigenvectors of a symmetric matrix. */
export interface SymmetricEigen {
  /** (n) descending. */
  readonly values: Float64Array;
  /** (n, n): row k is the unit eigenvector of `values[k]`, its entry of largest magnitude positive. */
  readonly vectors: Float64Array;
}

const mostSweeps = 60;

/**
 * Eigen-decomposition by cyclic Jacobi rotations: slow beside tridiagonal methods, but accurate to the last digits even of
 * small eigenvalues, and the same on every machine.
 * @param A (n, n) row-major, only the lower triangle is read; not changed
 * @see Golub & Van Loan 2013, section 8.5
 */
export function symmetricEigen(A: Float64Array, n: number): SymmetricEigen {
  const S = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) S[i * n + j] = S[j * n + i] = A[i * n + j]!;
  const V = new Float64Array(n * n);
  for (let i = 0; i < n; i++) V[i * n + i] = 1;
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotated = rotate(S, V, n, p, q) || rotated;
    }
    if (!rotated) break;
  }
  return sorted(S, V, n);
}

/** Makes S[p, q] zero; false where it is nothing beside its diagonal already. Rows of V are turned with it. */
function rotate(S: Float64Array, V: Float64Array, n: number, p: number, q: number): boolean {
  const [app, aqq, apq] = [S[p * n + p]!, S[q * n + q]!, S[p * n + q]!];
  if (!(Math.abs(apq) > 1e-17 * Math.sqrt(Math.abs(app * aqq))) || apq === 0) return false;
  const theta = (aqq - app) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(1 + theta * theta));
  if (!(Math.abs(t) > 1e-300)) return false;
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [skp, skq] = [S[k * n + p]!, S[k * n + q]!];
    S[k * n + p] = c * skp - s * skq;
    S[k * n + q] = s * skp + c * skq;
  }
  for (let k = 0; k < n; k++) {
    const [spk, sqk] = [S[p * n + k]!, S[q * n + k]!];
    S[p * n + k] = c * spk - s * sqk;
    S[q * n + k] = s * spk + c * sqk;
    const [vpk, vqk] = [V[p * n + k]!, V[q * n + k]!];
    V[p * n + k] = c * vpk - s * vqk;
    V[q * n + k] = s * vpk + c * vqk;
  }
  S[p * n + q] = S[q * n + p] = 0;
  return true;
}

function sorted(S: Float64Array, V: Float64Array, n: number): SymmetricEigen {
  const order = Array.from({ length: n }, (_, k) => k).sort((a, b) => S[b * n + b]! - S[a * n + a]! || a - b);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    const vector = V.subarray(from * n, (from + 1) * n);
    let largest = 0;
    for (let f = 1; f < n; f++) if (Math.abs(vector[f]!) > Math.abs(vector[largest]!) * (1 + 1e-12)) largest = f;
    const sign = vector[largest]! < 0 ? -1 : 1;
    for (let f = 0; f < n; f++) vectors[to * n + f] = sign * vector[f]!;
  });
  return { values: Float64Array.from(order, (k) => S[k * n + k]!), vectors };
}
