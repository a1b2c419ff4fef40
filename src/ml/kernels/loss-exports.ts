/** Losses of one score a row: derivatives of rows [from, to), and their weighted sum. */
type LossName = "absoluteError" | "huber" | "logistic" | "poisson" | "quantile" | "squaredError" | "tweedie";
type RowRange = [scores: number, targets: number, weights: number, from: number, to: number];
type Pointwise = {
  readonly [name in `${LossName}Gradients`]: (...args: [...RowRange, parameter: number, g: number, h: number]) => void;
} & { readonly [name in `${LossName}Loss`]: (...args: [...RowRange, parameter: number, out: number]) => void };

/** Functions of `assembly/loss-*.ts` and `assembly/leaf-refit.ts`; sums are stored at `out` as float64. */
export interface LossExports extends Pointwise {
  softmaxGradients(
    scores: number,
    targets: number,
    weights: number,
    from: number,
    to: number,
    classes: number,
    pitch: number,
    factor: number,
    g: number,
    h: number,
  ): void;
  residualQuantile(
    entries: number,
    n: number,
    scores: number,
    targets: number,
    weights: number,
    q: number,
    magnitude: number,
    scratch: number,
    out: number,
  ): void;
  sumCutResiduals(
    entries: number,
    n: number,
    scores: number,
    targets: number,
    weights: number,
    median: number,
    delta: number,
    scale: number,
    out: number,
  ): void;
  sumGradients(entries: number, n: number, g: number, h: number, gScale: number, hScale: number, out: number): void;
  softmaxLoss(
    scores: number,
    targets: number,
    weights: number,
    from: number,
    to: number,
    classes: number,
    pitch: number,
    out: number,
  ): void;
}
