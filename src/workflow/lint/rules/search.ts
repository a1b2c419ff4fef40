import { listNames, suggestion } from "../../../errors/index.ts";
import type { Rule } from "../rule.ts";

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
    message: 'search.method "randon" doesn\'t exist. Did you mean "random"? Known: random, none.',
  },
  *check({ spec: { search }, catalogue: { searchMethods }, locate }) {
    if (searchMethods.includes(search.method)) return;
    yield {
      message: `search.method "${search.method}" doesn't exist.${suggestion(search.method, searchMethods)} Known: ${listNames(searchMethods)}.`,
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
  *check({ spec: { search, candidates }, locate }) {
    if (search.method === "none" || !(search.trials >= 1) || search.trials >= candidates.length) return;
    yield {
      message: `search.trials is ${search.trials}, but there are ${candidates.length} candidates: each is tried once, and nothing is searched.`,
      fix: `Write trials: ${candidates.length * 4}, or name fewer candidates.`,
      at: locate(["search", "trials"]),
    };
  },
};
