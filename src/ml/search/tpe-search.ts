import { canonicalJson } from "../canonical-json.ts";
import type { ParameterValues } from "../estimators/parameters.ts";
import { type Random, random } from "../random.ts";
import { AxisOrder } from "./axis-order.ts";
import {
  type CandidatePoint,
  type CandidatesEstimator,
  candidatesEstimator,
  type WeightedPoint,
} from "./candidates-estimator.ts";
import { labelsOf } from "./labels-of.ts";
import { type ParzenSpace, parzenSpace } from "./parzen-space.ts";
import { freshSetting, proposalsOf } from "./random-search.ts";
import {
  type Proposal,
  type Proposer,
  type SearchMethod,
  type SearchOptions,
  type Trial,
  type TrialResult,
  trialLimit,
} from "./search-method.ts";

/** Trials before the first that learns: the candidates' defaults, then draws of the random search. */
const startupTrials = 10;
/** Points drawn for a proposal, of which the most promising is taken. */
const drawnPoints = 24;
/** Share of the trials that count as good, and the most of them. */
const goodShare = 0.1;
const mostGood = 25;
/**
 * What a trial that still runs counts among the rest. Counted in full, as a constant liar does, eight of them drive a round
 * out of the best region; not counted at all, they let it crowd there. A tenth found most (decision 18).
 */
const runningWeight = 0.1;

/**
 * A multivariate tree-structured Parzen estimator. Trials are divided into good ones and the rest, and the densities l and g of
 * their settings are estimated. Points are drawn from l, and the one with the largest l / g is proposed: that is where the
 * expected improvement is largest. The candidate is the root of the tree, so it is chosen by the same ratio.
 *
 * Trials that still run count a little among the rest: the others of a round keep away from them. A failed trial is the worst, so its
 * surroundings are avoided; one that was run with part of the budget ranks behind those that had more.
 * @see Bergstra et al. 2011, "Algorithms for hyper-parameter optimization"; Watanabe 2023, "Tree-structured Parzen estimator"
 */
export const tpeSearch: SearchMethod<"tpe"> = {
  name: "tpe",
  summary:
    "Tree-structured Parzen estimator: each candidate's defaults first, random draws up to ten trials, then the settings and the candidate " +
    "that are likeliest among good trials rather than among the others. Learns after each round of 8, so it pays from about 30 trials on.",
  searches: true,
  adaptive: true,
  fidelity: "full",
  propose: (options) => new TpeProposer(options),
};

/** A trial of a candidate that has a space. */
interface Observation extends WeightedPoint {
  readonly index: number;
  weight: number;
  /** Undefined while it runs. */
  result: TrialResult | undefined;
}

class TpeProposer implements Proposer {
  readonly planned: number;
  readonly #options: SearchOptions;
  readonly #labels: readonly string[];
  readonly #spaces: readonly ParzenSpace[];
  /** By candidate. */
  readonly #orders: readonly AxisOrder[];
  /** Settings that were proposed, by candidate. */
  readonly #seen: readonly Set<string>[];
  readonly #startup: Iterator<Proposal, undefined>;
  /** By the number of the trial. */
  readonly #observations = new Map<number, Observation>();
  /** The good trials, best first; undefined where one was told since they were chosen. */
  #good: ReadonlySet<Observation> | undefined;
  /** Candidates whose space has new settings left. */
  #open: readonly number[];
  #made = 0;

  constructor(options: SearchOptions) {
    const { candidates } = options;
    this.#options = options;
    this.planned = trialLimit(options);
    this.#labels = labelsOf(candidates);
    this.#spaces = candidates.map(({ space }) => parzenSpace(space));
    this.#orders = this.#spaces.map(({ axes }) => new AxisOrder(axes.length));
    this.#seen = candidates.map(() => new Set());
    this.#startup = proposalsOf(options);
    this.#open = [...candidates.keys()].filter((c) => this.#spaces[c]!.axes.length > 0);
  }

  next(): Proposal | null {
    if (this.#made >= this.planned) return null;
    const proposal = this.#isStartup() ? (this.#startup.next().value ?? null) : this.#informed();
    if (proposal === null) return null;
    const { candidate, params } = proposal;
    this.#seen[candidate]!.add(canonicalJson(params));
    const space = this.#spaces[candidate]!;
    if (space.axes.length > 0) {
      const positions = space.positionsOf({ ...this.#options.candidates[candidate]!.defaults, ...params });
      this.#observations.set(this.#made, {
        index: this.#made,
        candidate,
        positions,
        place: this.#orders[candidate]!.add(positions),
        weight: runningWeight,
        result: undefined,
      });
    }
    this.#made++;
    return proposal;
  }

  learn({ index }: Trial, result: TrialResult): void {
    const observation = this.#observations.get(index);
    if (observation === undefined) return;
    observation.result = result;
    observation.weight = 1;
    this.#good = undefined;
  }

  /** As long as nothing has a score there is nothing to learn from. */
  #isStartup(): boolean {
    if (this.#made < Math.max(startupTrials, this.#options.candidates.length)) return true;
    for (const { result } of this.#observations.values()) {
      if (result !== undefined && !Number.isNaN(result.score)) return false;
    }
    return true;
  }

  /** The most promising setting that is new. A candidate that seems to have no new ones is closed. */
  #informed(): Proposal | null {
    while (this.#open.length > 0) {
      const points = this.#promising(random(this.#options.seed, "tpe", this.#made));
      for (const point of points) {
        const proposal = this.#proposalAt(point);
        if (!this.#seen[point.candidate]!.has(canonicalJson(proposal.params))) return proposal;
      }
      const { candidate } = points[0]!;
      const params = this.#drawFresh(candidate);
      if (params !== undefined) return { candidate, params };
      this.#open = this.#open.filter((one) => one !== candidate);
    }
    return null;
  }

  /** Points of l, those with the largest l / g first. */
  #promising(stream: Random): CandidatePoint[] {
    const { good, rest } = this.#divided();
    const [l, g] = [this.#estimatorOf(good), this.#estimatorOf(rest)];
    const points = Array.from({ length: drawnPoints }, () => {
      const point = l.draw(stream);
      return { point, gain: l.logDensity(point) - g.logDensity(point) };
    });
    return points.sort((a, b) => b.gain - a.gain).map(({ point }) => point);
  }

  /**
   * Kernels get narrower with the number of trials, l's too: bound to the number of its own kernels, as Optuna's are, it could
   * not look closely within a hundred trials. Weights are equal: giving less to older trials, as Optuna does, changed nothing.
   */
  #estimatorOf(observed: readonly Observation[]): CandidatesEstimator {
    const leastWidth = 1 / Math.min(100, 5 + this.#observations.size / 4);
    const [spaces, orders] = [this.#spaces, this.#orders];
    return candidatesEstimator({ spaces, orders, open: this.#open, observed, leastWidth });
  }

  #divided(): { good: Observation[]; rest: Observation[] } {
    const good = (this.#good ??= this.#chooseGood());
    const rest: Observation[] = [];
    for (const one of this.#observations.values()) if (!good.has(one)) rest.push(one);
    return { good: [...good], rest };
  }

  #chooseGood(): ReadonlySet<Observation> {
    const told = [...this.#observations.values()].filter(({ result }) => result !== undefined);
    told.sort((a, b) => this.#compare(a, b));
    return new Set(told.slice(0, Math.min(mostGood, Math.ceil(goodShare * told.length))));
  }

  /** Best first: those with a score, by budget, by score; ties as asked. */
  #compare(a: Observation, b: Observation): number {
    const [x, y] = [a.result!, b.result!];
    const byFailure = Number(Number.isNaN(x.score)) - Number(Number.isNaN(y.score));
    if (byFailure !== 0) return byFailure;
    if (Number.isNaN(x.score) || x.score === y.score) return y.budget - x.budget || a.index - b.index;
    const isBetter = x.score > y.score === (this.#options.greaterIsBetter ?? true);
    return y.budget - x.budget || (isBetter ? -1 : 1);
  }

  #proposalAt({ candidate, positions }: CandidatePoint): Proposal {
    const { params } = this.#options.candidates[candidate]!;
    return { candidate, params: { ...params, ...this.#spaces[candidate]!.settingAt(positions) } };
  }

  #drawFresh(candidate: number): ParameterValues | undefined {
    const { candidates, seed } = this.#options;
    const label = `tpe ${this.#labels[candidate]}`;
    return freshSetting(candidates[candidate]!, this.#seen[candidate]!, seed, label, this.#made);
  }
}
