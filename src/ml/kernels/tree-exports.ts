/** Functions that bin features and grow trees; see assembly/{binning,rounding,histogram,leaf,partition}.ts. */
export interface TreeExports {
  fitThresholds(values: number, n: number, weights: number, most: number, room: number, out: number): void;
  binColumn(values: number, n: number, table: number, levels: number, bins: number): void;
  interleave(
    columns: number,
    n: number,
    from: number,
    to: number,
    features: number,
    stride: number,
    rows: number,
  ): void;
  largestMagnitudes(g: number, h: number, from: number, to: number, out: number): void;
  roundRows(
    g: number,
    h: number,
    from: number,
    to: number,
    key: number,
    gScale: number,
    hScale: number,
    entries: number,
    rowKey: number,
    below: number,
    out: number,
  ): void;
  accumulate(
    entries: number,
    n: number,
    rows: number,
    stride: number,
    layout: number,
    from: number,
    to: number,
    histogram: number,
  ): void;
  divide(
    source: number,
    n: number,
    target: number,
    column: number,
    table: number,
    count: number,
    build: number,
    rows: number,
    histogram: number,
    bytes: number,
    stride: number,
    layout: number,
    features: number,
  ): void;
  clear(p: number, bytes: number): void;
  subtract(parent: number, child: number, bytes: number): void;
  searchChildren(
    small: number,
    more: number,
    pitch: number,
    parts: number,
    large: number,
    layout: number,
    features: number,
    n: number,
    smallG: number,
    smallH: number,
    smallRules: number,
    largeG: number,
    largeH: number,
    largeRules: number,
    results: number,
    scratch: number,
  ): void;
  splitLeaf(
    task: number,
    rows: number,
    bytes: number,
    layout: number,
    scratch: number,
    stride: number,
    features: number,
  ): void;
  partition(source: number, n: number, target: number, column: number, table: number): number;
  copyEntries(source: number, n: number, target: number, step: number): void;
  addToLeaf(entries: number, n: number, scores: number, value: number): void;
  sumWeights(entries: number, n: number, weights: number, scale: number, sum: number): void;
  addTree(rows: number, stride: number, from: number, to: number, nodes: number, tables: number, scores: number): void;
}

/** Functions of the module that is emitted for one layout of features (emit-histogram.ts). */
export interface EmittedExports {
  /** Adds the features of one range. */
  histogram(entries: number, n: number, rows: number, cells: number, range: number): void;
  /** The same of cells that it clears first. */
  histogramAnew(entries: number, n: number, rows: number, cells: number, range: number): void;
  /** `divide` of all features; `build` as there. */
  divideEmitted(
    source: number,
    n: number,
    target: number,
    column: number,
    table: number,
    count: number,
    build: number,
    rows: number,
    cells: number,
    bytes: number,
  ): void;
  /** `splitLeaf` of this layout. */
  splitLeafEmitted(task: number, rows: number, bytes: number, layout: number, scratch: number): void;
}
