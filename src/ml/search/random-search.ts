import { canonicalJson } from "../canonical-json.ts";
import type { ParameterValues } from "../estimators/parameters.ts";
import { random } from "../random.ts";
import { drawSetting } from "./draw.ts";
import { labelsOf } from "./labels-of.ts";
import {
  type Proposal,
  type SearchCandidate,
  type SearchMethod,
  type SearchOptions,
  trialLimit,
} from "./search-method.ts";

/** Draws in a row that may repeat an earlier setting before a space counts as used up. */
const attempts = 100;

/**
 * Random search: each candidate as declared first, then draws, in turn over the candidates that have a space.
 * A draw depends on (seed, candidate, its number) alone. Settings already proposed are skipped; a space that has no new
 * ones left drops out. @see Bergstra & Bengio 2012
 */
export const randomSearch: SearchMethod<"random"> = {
  name: "random",
  summary: "Each candidate's defaults first, then independent draws from its space, in turn over the candidates.",
  searches: true,
  adaptive: false,
  fidelity: "full",
  propose(options) {
    const planned = trialLimit(options);
    const proposals = proposalsOf(options);
    let made = 0;
    return { planned, next: () => (made++ < planned ? (proposals.next().value ?? null) : null) };
  },
};

export function* proposalsOf({ candidates, seed }: SearchOptions): Generator<Proposal, undefined> {
  const labels = labelsOf(candidates);
  const seen = candidates.map(({ params }) => new Set([canonicalJson(params)]));
  for (const [candidate, { params }] of candidates.entries()) yield { candidate, params };
  let open = [...candidates.keys()].filter((c) => Object.keys(candidates[c]!.space).length > 0);
  for (let draw = 0; open.length > 0; draw++) {
    const exhausted = new Set<number>();
    for (const c of open) {
      const params = freshSetting(candidates[c]!, seen[c]!, seed, labels[c]!, draw);
      if (params === undefined) exhausted.add(c);
      else yield { candidate: c, params };
    }
    open = open.filter((c) => !exhausted.has(c));
  }
}

/** A setting that isn't in `seen`, which it joins; undefined where the space seems used up. */
export function freshSetting(
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
