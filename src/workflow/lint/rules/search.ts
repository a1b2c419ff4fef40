import { isMillraceError, listNames, type SourceLocation, suggestion } from "../../../errors/index.ts";
import { type SearchCandidate, type SearchMethod, searchCandidate } from "../../../ml/search/index.ts";
import type { SearchSpec, Severity } from "../../specs.ts";
import type { LintInput, Problem, Rule } from "../rule.ts";

const integers = [
  { key: "trials", low: 1, high: 100_000 },
  { key: "folds", low: 2, high: 100 },
  { key: "patience", low: 1, high: 100_000 },
] as const;

export const searchNumbers: Rule = {
  name: "search-numbers",
  severity: "error",
  summary: "`trials`, `folds` and `patience` are whole numbers within reason, `maxMinutes` is above 0.",
  example: {
    code: "search: { folds: 1 }",
    message: "search.folds must be a whole number from 2 to 100, got 1.",
  },
  *check({ spec: { search }, locate }) {
    for (const { key, low, high } of integers) {
      const value = search[key];
      if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) continue;
      yield {
        message: `search.${key} must be a whole number from ${low} to ${high}, got ${value}.`,
        fix: key === "folds" ? "Write folds: 5." : `Correct search.${key}, or leave it out.`,
        at: locate(["search", key]),
      };
    }
    const { maxMinutes } = search;
    if (maxMinutes === undefined || (maxMinutes > 0 && Number.isFinite(maxMinutes))) return;
    yield {
      message: `search.maxMinutes must be above 0, got ${maxMinutes}.`,
      fix: "Write how long new trials may start, like maxMinutes: 10, or leave it out.",
      at: locate(["search", "maxMinutes"]),
    };
  },
};

export const searchMethod: Rule = {
  name: "search-method",
  severity: "error",
  summary: "`search.method` is one that exists.",
  example: {
    code: 'search: { method: "randon" }',
    message: 'search.method "randon" doesn\'t exist. Did you mean "random"? Known: random, grid, tpe, none.',
  },
  *check({ spec: { search }, catalogue: { searchMethods }, locate }) {
    if (methodOf(search, searchMethods) !== undefined) return;
    const names = searchMethods.map(({ name }) => name);
    yield {
      message: `search.method "${search.method}" doesn't exist.${suggestion(search.method, names)} Known: ${listNames(names)}.`,
      fix: "Use one of the methods listed.",
      at: locate(["search", "method"]),
    };
  },
};

export const searchTrials: Rule = {
  name: "search-trials",
  severity: "warning",
  summary: "There are more trials than candidates, whose declared settings are tried first.",
  example: {
    code: "search: { trials: 1 }",
    message: "search.trials is 1, but there are 4 candidates: each is tried once, and nothing is searched.",
  },
  *check({ spec: { search, candidates }, catalogue: { searchMethods }, locate }) {
    const method = methodOf(search, searchMethods);
    if (method?.searches !== true || !(search.trials >= 1) || search.trials >= candidates.length) return;
    yield {
      message: `search.trials is ${search.trials}, but there are ${candidates.length} candidates: each is tried once, and nothing is searched.`,
      fix: `Write trials: ${candidates.length * 4}, or name fewer candidates.`,
      at: locate(["search", "trials"]),
    };
  },
};

export const searchSpace: Rule = {
  name: "search-space",
  severity: "error",
  summary: "The method can search the candidates' spaces: a grid has lists of values and at most 10,000 combinations.",
  example: {
    code: 'candidates: [{ name: "stump", params: {}, space: { depth: { draw: "uniform", low: 1, high: 8 } }, fit() { throw new Error("never called by lint"); } }], search: { method: "grid" }',
    message: 'candidate "stump": a grid needs a list of values for depth, but it may be any number of a range.',
  },
  check: (input) => methodProblems(input, "error"),
};

export const searchCoverage: Rule = {
  name: "search-coverage",
  severity: "warning",
  summary: "There are as many trials as the method needs: a grid is tried as a whole.",
  example: {
    code: 'candidates: [{ name: "stump", params: {}, space: { depth: { draw: "integer", low: 1, high: 3, log: false } }, fit() { throw new Error("never called by lint"); } }], search: { method: "grid", trials: 3 }',
    message:
      "search.trials is 3: the 2 candidates as declared and 1 of the 3 combinations (stump 3) are tried, the others are not.",
  },
  check: (input) => methodProblems(input, "warning"),
};

function methodOf({ method }: SearchSpec, methods: readonly SearchMethod[]): SearchMethod | undefined {
  return methods.find(({ name }) => name === method);
}

/** What the method itself reports of this search. Spaces that are wrong in themselves are reported by another rule. */
function* methodProblems(input: LintInput, severity: Severity): Generator<Problem> {
  const { spec, catalogue, locate } = input;
  const check = methodOf(spec.search, catalogue.searchMethods)?.check;
  const candidates = searchCandidates(input);
  if (check === undefined || candidates === undefined) return;
  for (const problem of check({ candidates, trials: spec.search.trials, seed: spec.seed })) {
    if (problem.severity !== severity) continue;
    const { message, fix, candidate } = problem;
    const own = locate(["search", severity === "error" ? "method" : "trials"]);
    yield { message, fix, at: candidate === undefined ? own : placeOf(candidate, input) };
  }
}

/** Where a candidate of the spec is declared: the baseline may have been put before those that were. */
function placeOf(candidate: number, { spec, declared, locate }: LintInput): SourceLocation {
  const written = declared["candidates"];
  if (!Array.isArray(written)) return locate(["search", "method"]);
  return locate(["candidates", candidate - (spec.candidates.length - written.length)]);
}

function searchCandidates({ spec, catalogue: { estimators } }: LintInput): SearchCandidate[] | undefined {
  try {
    return spec.candidates.map((candidate) => {
      const known = Object.hasOwn(estimators, candidate.name) ? estimators[candidate.name] : undefined;
      return searchCandidate(candidate, known?.parameters ?? {});
    });
  } catch (error) {
    if (isMillraceError(error)) return undefined;
    throw error;
  }
}
