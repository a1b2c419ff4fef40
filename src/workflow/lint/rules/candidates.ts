import { isMillraceError, listNames, suggestion } from "../../../errors/index.ts";
import { canonicalJson, describeParameter, type Estimator, isAllowed } from "../../../ml/index.ts";
import { parseSpace } from "../../../ml/search/index.ts";
import { baselineName } from "../../defaults.ts";
import { tasksOf } from "../../task-types.ts";
import type { LintInput, Rule } from "../rule.ts";

/** The candidates that were declared, each with its place. Defaults are never at fault. */
function declaredCandidates({ declared, locate }: LintInput) {
  const candidates = (declared["candidates"] ?? []) as readonly Estimator[];
  return candidates.map((candidate, index) => ({ candidate, at: locate(["candidates", index]) }));
}

function definitionOf(name: string, { catalogue: { estimators } }: LintInput) {
  return Object.hasOwn(estimators, name) ? estimators[name] : undefined;
}

export const candidatesPresent: Rule = {
  name: "candidates-present",
  severity: "error",
  summary: "At least one candidate is there to be tried.",
  example: { code: "candidates: []", message: "candidates is empty: there is nothing to train." },
  *check(input) {
    if (!Array.isArray(input.declared["candidates"]) || declaredCandidates(input).length > 0) return;
    yield {
      message: "candidates is empty: there is nothing to train.",
      fix: "Leave `candidates` out for the task's defaults, or name one.",
      at: input.locate(["candidates"]),
    };
  },
};

export const candidatesBeyondBaseline: Rule = {
  name: "candidates-beyond-baseline",
  severity: "warning",
  summary: "Some candidate learns from the features.",
  example: {
    code: 'candidates: [{ name: "baseline", params: {}, fit() { throw new Error("never called by lint"); } }]',
    message: "the baseline is the only candidate; it doesn't look at the features.",
  },
  *check(input) {
    const all = declaredCandidates(input);
    if (all.length === 0 || all.some(({ candidate }) => candidate.name !== baselineName)) return;
    const message = "the baseline is the only candidate; it doesn't look at the features.";
    yield { message, fix: "Add one that learns; the baseline is always tried anyway.", at: all[0]!.at };
  },
};

export const candidateFits: Rule = {
  name: "candidate-fits",
  severity: "error",
  summary: "Every candidate is an estimator that exists and can do the task.",
  example: {
    code: 'candidates: [{ name: "kMeans", params: {}, fit() { throw new Error("never called by lint"); } }]',
    message: 'candidate "kMeans" is for clustering; the task is classification.',
  },
  *check(input) {
    const { task } = input.spec.problem;
    const fitting = Object.entries(input.catalogue.estimators)
      .filter(([, definition]) => definition.tasks.some((one) => tasksOf[task].includes(one)))
      .map(([name]) => name);
    for (const { candidate, at } of declaredCandidates(input)) {
      if (fitting.includes(candidate.name)) continue;
      const definition = definitionOf(candidate.name, input);
      const message =
        definition === undefined
          ? `candidate "${candidate.name}" doesn't exist.${suggestion(candidate.name, fitting)}`
          : `candidate "${candidate.name}" is for ${listNames(definition.tasks)}; the task is ${task}.`;
      yield { message, fix: `Use one of ${listNames(fitting)}.`, at };
    }
  },
};

export const candidateParameters: Rule = {
  name: "candidate-parameters",
  severity: "error",
  summary:
    "Hyper-parameters of candidates, and the spaces that they are searched in, exist and are within their ranges.",
  example: {
    code: 'candidates: [{ name: "stump", params: { dept: 2 }, fit() { throw new Error("never called by lint"); } }]',
    message: 'candidate "stump" has no parameter "dept". Did you mean "depth"? Parameters: depth.',
  },
  *check(input) {
    for (const { candidate, at } of declaredCandidates(input)) {
      const table = definitionOf(candidate.name, input)?.parameters;
      if (table === undefined) continue;
      for (const [name, value] of Object.entries(candidate.params ?? {})) {
        const parameter = Object.hasOwn(table, name) ? table[name] : undefined;
        const names = Object.keys(table);
        if (parameter === undefined) {
          const message = `candidate "${candidate.name}" has no parameter "${name}".${suggestion(name, names)} Parameters: ${listNames(names)}.`;
          yield { message, fix: "Use one of the parameters listed.", at };
        } else if (value !== undefined && !isAllowed(parameter, value)) {
          const message = `candidate "${candidate.name}": ${name} must be ${describeParameter(parameter)}, got ${JSON.stringify(value)}.`;
          yield { message, fix: `Correct ${name}, or leave it out for ${JSON.stringify(parameter.default)}.`, at };
        }
      }
      try {
        parseSpace(candidate.name, table, candidate.space ?? {});
      } catch (error) {
        if (!isMillraceError(error)) throw error;
        yield { message: `candidate "${candidate.name}": ${error.message}`, fix: error.fix, at };
      }
    }
  },
};

export const candidateDuplicates: Rule = {
  name: "candidate-duplicates",
  severity: "warning",
  summary: "No candidate stands twice with the same parameters and space.",
  example: {
    code: 'candidates: [1, 2].map(() => ({ name: "stump", params: {}, fit() { throw new Error("never called by lint"); } }))',
    message: 'candidate "stump" stands twice with the same parameters.',
  },
  *check(input) {
    const seen = new Set<string>();
    for (const { candidate, at } of declaredCandidates(input)) {
      const { name, params = {}, space = {} } = candidate;
      const key = Object.values(params).every((value) => typeof value !== "number" || Number.isFinite(value))
        ? canonicalJson({ name, params, space })
        : name;
      if (seen.has(key)) {
        const message = `candidate "${name}" stands twice with the same parameters.`;
        yield { message, fix: "Take one out, or give it other parameters.", at };
      }
      seen.add(key);
    }
  },
};
