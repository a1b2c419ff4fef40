import { canonicalJson } from "../canonical-json.ts";
import type { ParameterValues } from "../estimators/parameters.ts";
import { random } from "../random.ts";
import { drawSetting } from "./draw.ts";
import { patience } from "./patience.ts";
import {
  batchOf,
  type Search,
  type SearchCandidate,
  type SearchMethod,
  type SearchOptions,
  type Trial,
} from "./search-method.ts";

/** Draws in a row that may repeat an earlier setting before a space counts as used up. */
const attempts = 100;

/**
 * Random search: each candidate as declared first, then draws, in turn over the candidates that have a space.
 * A draw depends on (seed, candidate, how many-eth) alone. Settings already proposed are skipped; a space that has no new
 * ones left drops out. @see Bergstra & Bengio 2012
 */
export const randomSearch: SearchMethod = {
  name: "random",
  summary: "Each candidate's defaults first, then independent draws from its space, in turn over the candidates.",
  start(options: SearchOptions): Search {
    const proposals = propose(options);
    const { candidates, greaterIsBetter = true } = options;
    const wait = patience(options.patience, greaterIsBetter, candidates.length);
    let index = 0;
    const ask = (): Trial | null => {
      if (wait.exhausted() || index >= Math.max(options.trials, candidates.length)) return null;
      const proposal = proposals.next();
      return proposal.done ? null : { index: index++, ...proposal.value };
    };
    return { ask, askBatch: (size) => batchOf(ask, size), tell: (trial, score) => wait.tell(trial.index, score) };
  },
};

function* propose({ candidates, seed }: SearchOptions): Generator<Omit<Trial, "index">> {
  const labels = labelsOf(candidates);
  const seen = candidates.map(({ params }) => new Set([canonicalJson(params)]));
  for (const [c, { estimator, params }] of candidates.entries()) yield { candidate: c, estimator, params };
  let open = [...candidates.keys()].filter((c) => Object.keys(candidates[c]!.space).length > 0);
  for (let draw = 0; open.length > 0; draw++) {
    const exhausted = new Set<number>();
    for (const c of open) {
      const params = freshSetting(candidates[c]!, seen[c]!, seed, labels[c]!, draw);
      if (params === undefined) exhausted.add(c);
      else yield { candidate: c, estimator: candidates[c]!.estimator, params };
    }
    open = open.filter((c) => !exhausted.has(c));
  }
}

function freshSetting(
  { params, space }: SearchCandidate,
  seen: Set<string>,
  seed: number,
  label: string,
  draw: number,
): ParameterValues | undefined {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const setting = { ...params, ...drawSetting(space, random(seed, "search", label, draw, attempt)) };
    const key = canonicalJson(setting);
    if (seen.has(key)) continue;
    seen.add(key);
    return setting;
  }
  return undefined;
}

/** `forest`, `forest#2`: draws follow the candidate's name, so that adding another candidate doesn't change them. */
function labelsOf(candidates: readonly SearchCandidate[]): string[] {
  const count = new Map<string, number>();
  return candidates.map(({ estimator }) => {
    const nth = (count.get(estimator) ?? 0) + 1;
    count.set(estimator, nth);
    return nth === 1 ? estimator : `${estimator}#${nth}`;
  });
}
