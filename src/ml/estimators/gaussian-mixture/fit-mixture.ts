import { fail } from "../../../errors/index.ts";
import type { Matrix } from "../../frame/matrix.ts";
import { deriveSeed } from "../../random.ts";
import type { FitContext } from "../estimator.ts";
import { fitFingerprint } from "../fit-fingerprint.ts";
import { clusterPoints } from "../k-means/cluster-points.ts";
import type { ParameterValues } from "../parameters.ts";
import { reportProgress } from "../progress.ts";
import { MixtureRows } from "./expectation.ts";
import { type CovarianceKind, type Mixture, type Whitening, whitenings } from "./mixture.ts";
import { type MixtureState, readMixtureState, writeMixtureState } from "./mixture-state.ts";

/**
 * Expectation maximisation from k-means' clusters; the likeliest of the restarts.
 * @throws ML_TOO_FEW_SAMPLES where rows of positive weight are fewer than components, ML_VALUE_NOT_FINITE where variances overflow
 * @see Dempster, Laird & Rubin 1977
 */
export function fitMixture(estimator: string, X: Matrix, params: ParameterValues, context: FitContext): Mixture {
  const { checkpoint, sampleWeight: weight, seed } = context;
  const components = params["components"] as number;
  const rows = weight === undefined ? X.nSamples : weight.reduce((count, one) => count + (one > 0 ? 1 : 0), 0);
  if (rows < components) {
    throw fail("ML_TOO_FEW_SAMPLES", {
      what: `${estimator}({ components: ${components} })`,
      needed: components,
      got: rows,
    });
  }
  const [restarts, maxIterations] = [params["restarts"] as number, params["maxIterations"] as number];
  const kind = params["covariance"] as CovarianceKind;
  const floor = params["floor"] as number;
  reportProgress(context, 0, "reading");
  const shared = new MixtureRows(X, components, context);
  const fingerprint = fitFingerprint(estimator, params, seed, X);
  const shape = { restarts, kind, components, nFeatures: X.nFeatures };
  const resumed = checkpoint?.resume && readMixtureState(estimator, fingerprint, shape, checkpoint.resume);
  let best = resumed?.best;
  for (let restart = resumed?.restart ?? 0; restart < restarts; restart++) {
    const going = restart === resumed?.restart ? resumed : undefined;
    let mixture =
      going?.mixture ?? shared.maximise(startMasses(shared, X, components, restart, context), kind, floor, undefined);
    let likelihood = going?.likelihood ?? Number.NEGATIVE_INFINITY;
    for (let iteration = going?.iteration ?? 0; iteration < maxIterations; iteration++) {
      reportProgress(context, (restart + iteration / maxIterations) / restarts, `iteration ${iteration + 1}`);
      if (checkpoint && iteration > 0 && iteration % checkpoint.every === 0 && iteration !== going?.iteration) {
        const state: MixtureState = { restart, iteration, mixture, likelihood, best };
        checkpoint.save(writeMixtureState(fingerprint, state));
      }
      const found = shared.expect(mixture.means, shapesOf(estimator, mixture));
      mixture = shared.maximise(found.masses, kind, floor, mixture);
      const gain = found.likelihood - likelihood;
      likelihood = found.likelihood;
      if (Math.abs(gain) < (params["tolerance"] as number)) break;
    }
    if (best === undefined || likelihood > best.likelihood) best = { mixture, likelihood };
  }
  shapesOf(estimator, best!.mixture);
  reportProgress(context, 1, "converged");
  return best!.mixture;
}

function startMasses(
  shared: MixtureRows,
  X: Matrix,
  components: number,
  restart: number,
  { seed, sampleWeight, team, cancelled }: FitContext,
): Float64Array {
  const context: FitContext = {
    seed: deriveSeed(seed, "gaussianMixture", restart),
    ...(sampleWeight === undefined ? {} : { sampleWeight }),
    ...(team === undefined ? {} : { team }),
    ...(cancelled === undefined ? {} : { cancelled }),
  };
  const params = { restarts: 1, maxIterations: 300, tolerance: 1e-4 };
  return shared.assign(clusterPoints(X, components, params, context, "gaussianMixture").clusters, sampleWeight);
}

function shapesOf(estimator: string, mixture: Mixture): readonly Whitening[] {
  const shapes = whitenings(mixture);
  if (shapes !== undefined && mixture.covariances.every(Number.isFinite)) return shapes;
  throw fail("ML_VALUE_NOT_FINITE", {
    what: `${estimator}: a component's covariance (scale the features, or raise floor)`,
    got: "a matrix that is not positive definite",
  });
}
