/**
 * Dense linear algebra of `assembly/products.ts`. Matrices are row-major in the kernel's memory, strides are counted in
 * values, pointers are byte addresses (multiples of the value's size). A call computes C's rows [from, to), so parts of a
 * product are ranges of rows; every value of C has the same bits however the rows are shared.
 */
export interface LinearExports {
  /**
   * C (m, n) = A (m, k) · B (k, n), float64; added to C where `add` is 1, else replacing it. A's value (i, p) lies at
   * i · aRow + p · aColumn: (k, 1) for A itself, (1, m) for a matrix that is stored transposed.
   */
  multiply64(
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    c: number,
    cRow: number,
    from: number,
    to: number,
    n: number,
    k: number,
    add: number,
  ): void;
  /** C (m, n) = A (m, k) · Bᵀ with B (n, k), float64: both are read along their rows. */
  multiplyTransposed64(
    a: number,
    aRow: number,
    b: number,
    bRow: number,
    c: number,
    cRow: number,
    from: number,
    to: number,
    n: number,
    k: number,
    add: number,
  ): void;
  /** The lower triangle of a symmetric A · Bᵀ, float64; above the diagonal stands what is not to be read. */
  multiplyLower64(
    a: number,
    aRow: number,
    b: number,
    bRow: number,
    c: number,
    cRow: number,
    from: number,
    to: number,
    k: number,
    add: number,
  ): void;
  /** Σ w (x - centre) of the rows [from, to) for each feature; `centre` and `weights` may be 0 for none. See `features.ts`. */
  sumFeatures(
    x: number,
    pitch: number,
    d: number,
    centre: number,
    weights: number,
    from: number,
    to: number,
    out: number,
  ): void;
  /** Σ w (x - centre)² of the rows for each feature. */
  sumSquares: LinearExports["sumFeatures"];
  /** The Gram matrix of the rows about `centre`, and the products with y where it isn't 0. `from` is a multiple of 256. */
  gramRows(
    x: number,
    pitch: number,
    d: number,
    centre: number,
    weights: number,
    y: number,
    from: number,
    to: number,
    out: number,
    outY: number,
    scratch: number,
  ): void;
  /** Log loss of two classes and its gradient, by chunks of 4096 rows; `from` is a multiple. See `log-loss.ts`. */
  binaryLogLoss(
    x: number,
    pitch: number,
    d: number,
    theta: number,
    codes: number,
    weights: number,
    from: number,
    to: number,
    results: number,
    scratch: number,
  ): void;
  /** The same of any number of classes. */
  softmaxLogLoss(
    x: number,
    pitch: number,
    d: number,
    theta: number,
    classes: number,
    codes: number,
    weights: number,
    from: number,
    to: number,
    results: number,
    scratch: number,
  ): void;
  /** The potentials that each candidate centre would leave. See `distances.ts`. */
  seedPotentials(
    rows: number,
    stride: number,
    d: number,
    across: number,
    width: number,
    nearest: number,
    weights: number,
    from: number,
    to: number,
    potentials: number,
    scratch: number,
  ): void;
  /** Distances to the nearest centre so far, once one more is chosen, and the potential left. */
  seedNearest(
    rows: number,
    stride: number,
    chosen: number,
    nearest: number,
    weights: number,
    from: number,
    to: number,
    potential: number,
  ): void;
  /** One iteration of k-means over rows [from, to), and how the centres' sums change. */
  assignRows(
    rows: number,
    stride: number,
    d: number,
    own: number,
    across: number,
    width: number,
    centres: number,
    drift: number,
    half: number,
    slack: number,
    clusters: number,
    upper: number,
    lower: number,
    weights: number,
    from: number,
    to: number,
    delta: number,
    scratch: number,
  ): void;
  /** Σ weight · squared distance to the row's own centre. */
  inertiaRows(
    rows: number,
    stride: number,
    clusters: number,
    weights: number,
    centres: number,
    from: number,
    to: number,
    inertia: number,
  ): void;
  /** Log densities of rows under one Gaussian. See `mixture.ts`. */
  logDensities(
    x: number,
    pitch: number,
    d: number,
    mean: number,
    whiten: number,
    diagonal: number,
    constant: number,
    from: number,
    to: number,
    logs: number,
    scratch: number,
  ): void;
  /** Log densities become responsibilities; the log likelihood and the components' masses. */
  responsibilities(
    logs: number,
    pitch: number,
    components: number,
    weights: number,
    from: number,
    to: number,
    result: number,
  ): void;
}
