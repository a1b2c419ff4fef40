import { cos, pow } from "../../kernels/math.ts";

interface Step {
  readonly step: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
}

const WARM_UP = 0.05;
const HALF_TURN = Math.PI;

/**
 * One cycle: the rate rises over the first twentieth of the steps, then falls along a cosine to 0.
 * @returns for AdamW: the step's length with the correction of the first moment, the share by which weights decay, the
 *   factor that corrects the root of the second moment, and a 0
 * @see Kingma, Ba, Adam (2015); Loshchilov, Hutter, Decoupled weight decay regularization (2019); Smith, Topin, Super-convergence (2018)
 */
export function stepRates({ step, steps, learningRate, weightDecay, beta1, beta2 }: Step): number[] {
  const warm = Math.ceil(WARM_UP * steps);
  const share =
    step < warm ? (step + 1) / (warm + 1) : (1 + cos((HALF_TURN * (step - warm)) / Math.max(1, steps - warm))) / 2;
  const rate = learningRate * share;
  const first = 1 - pow(beta1, step + 1);
  const second = 1 - pow(beta2, step + 1);
  return [rate / first, rate * weightDecay, 1 / Math.sqrt(second), 0];
}
