import { canonicalJson } from "../canonical-json.ts";
import type { ParameterValue, ParameterValues } from "../estimators/parameters.ts";
import { isActive, parentsFirst } from "./condition.ts";
import type { Space } from "./dimension.ts";
import { levelsOf } from "./levels.ts";
import {
  type Proposal,
  type SearchCandidate,
  type SearchMethod,
  type SearchOptions,
  type SearchProblem,
  trialLimit,
} from "./search-method.ts";

/** The most combinations over all candidates together. */
const mostCombinations = 10_000;

/**
 * Grid search: each candidate as declared first, then every combination of its space, in turn over the candidates that have
 * some left. Combinations come as nested loops give them: parameters in alphabetical order (one with a condition after those that
 * it depends on), the last one changing fastest, values from low to high or as listed.
 */
export const gridSearch: SearchMethod<"grid"> = {
  name: "grid",
  summary:
    "Each candidate's defaults first, then every combination of the values in its space, in turn over the candidates, up to `trials`. " +
    "Parameters in alphabetical order, the last one changing fastest. Ranges need a `step` or `points`; at most 10,000 combinations.",
  searches: true,
  adaptive: false,
  fidelity: "full",
  *check(options) {
    const open = options.candidates.flatMap(({ estimator, space }, c) => openRange(estimator, space, c));
    yield* open;
    if (open.length === 0) yield* sizeProblem(options);
  },
  propose(options) {
    const combinations = options.candidates.reduce((sum, { space }) => sum + gridSize(space), 0);
    const planned = Math.min(trialLimit(options), options.candidates.length + combinations);
    const proposals = proposalsOf(options);
    let made = 0;
    return { planned, next: () => (made++ < planned ? (proposals.next().value ?? null) : null) };
  },
};

/** How many settings a space has, without making them. @returns Infinity where a range has no list of values */
export function gridSize(space: Space): number {
  const names = parentsFirst(space) ?? [];
  if (names.length === 0) return 0;
  const parents = new Set(names.flatMap((name) => Object.keys(space[name]!.when ?? {})));
  const sizeFrom = (k: number, setting: Record<string, ParameterValue>): number => {
    const name = names[k];
    if (name === undefined) return 1;
    const dimension = space[name]!;
    if (!isActive(dimension, setting)) return sizeFrom(k + 1, setting);
    const levels = levelsOf(dimension);
    const count = levels?.count ?? Number.POSITIVE_INFINITY;
    // Only what others depend on is tried value by value; a parent that is too long to be tried is too long for a grid.
    if (levels === undefined || !parents.has(name) || count > mostCombinations) return count * sizeFrom(k + 1, setting);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += sizeFrom(k + 1, { ...setting, [name]: levels.at(i) });
    return sum;
  };
  return sizeFrom(0, {});
}

function* proposalsOf({ candidates }: SearchOptions): Generator<Proposal, undefined> {
  for (const [candidate, { params }] of candidates.entries()) yield { candidate, params };
  let open = [...candidates.entries()].map(([c, candidate]) => ({ c, settings: freshCombinations(candidate) }));
  while (open.length > 0) {
    const left: typeof open = [];
    for (const one of open) {
      const { value: params } = one.settings.next();
      if (params === undefined) continue;
      left.push(one);
      yield { candidate: one.c, params };
    }
    open = left;
  }
}

/** Without the setting that was tried first. */
function* freshCombinations({ params, space }: SearchCandidate): Generator<ParameterValues, undefined> {
  const first = canonicalJson(params);
  const names = parentsFirst(space) ?? [];
  if (names.length === 0) return;
  for (const combination of combinationsOf(space, names, {})) {
    const setting = { ...params, ...combination };
    if (canonicalJson(setting) !== first) yield setting;
  }
}

function* combinationsOf(space: Space, names: readonly string[], setting: ParameterValues): Generator<ParameterValues> {
  const [name, ...rest] = names;
  if (name === undefined) yield setting;
  else if (!isActive(space[name]!, setting)) yield* combinationsOf(space, rest, setting);
  else {
    const levels = levelsOf(space[name]!)!;
    for (let k = 0; k < levels.count; k++) yield* combinationsOf(space, rest, { ...setting, [name]: levels.at(k) });
  }
}

function openRange(estimator: string, space: Space, candidate: number): SearchProblem[] {
  const open = Object.keys(space).filter((name) => levelsOf(space[name]!) === undefined);
  if (open.length === 0) return [];
  const [name] = open as [string];
  const list =
    space[name]!.draw === "uniform" ? "uniform(low, high, { step: 0.1 })" : "logUniform(low, high, { points: 5 })";
  const message = `candidate "${estimator}": a grid needs a list of values for ${open.join(", ")}, but ${open.length === 1 ? "it" : "each"} may be any number of a range.`;
  const fix = `Give the candidate a space with lists, like { ${name}: ${list} } or { ${name}: choice([...]) }, or use method: "random".`;
  return [{ severity: "error", candidate, message, fix }];
}

function* sizeProblem(options: SearchOptions): Generator<SearchProblem> {
  const sizes = options.candidates.map(({ space }) => gridSize(space));
  const combinations = sizes.reduce((sum, size) => sum + size, 0);
  const parts = options.candidates.flatMap(({ estimator }, c) => (sizes[c]! > 0 ? [`${estimator} ${sizes[c]}`] : []));
  if (combinations > mostCombinations) {
    yield {
      severity: "error",
      message: `The grid has ${combinations} combinations (${parts.join(", ")}), but ${mostCombinations} are the most.`,
      fix: 'Give ranges fewer values or fix a parameter, or use method: "random" or "tpe", which need no list of all.',
    };
    return;
  }
  const { trials, candidates } = options;
  const all = combinations + candidates.length;
  if (trials >= all) return;
  const tried = Math.max(0, trials - candidates.length);
  yield {
    severity: "warning",
    message: `search.trials is ${trials}: the ${candidates.length} candidates as declared and ${tried} of the ${combinations} combinations (${parts.join(", ")}) are tried, the others are not.`,
    fix: `Write trials: ${all} to try all of them.`,
  };
}
