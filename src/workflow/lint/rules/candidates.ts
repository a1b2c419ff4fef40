import { isMillraceError, listNames, suggestion } from "../../../errors/index.ts";
import { canonicalJson, describeParameter, isAllowed, type OnnxColumn } from "../../../ml/index.ts";
import { parseSpace } from "../../../ml/search/index.ts";
import { baselineName } from "../../defaults.ts";
import type { CandidateSpec } from "../../specs.ts";
import { tasksOf } from "../../task-types.ts";
import { columnFault, columnFix, kindOf, plainColumn } from "../columns-read.ts";
import type { LintInput, Problem, Rule } from "../rule.ts";

/** The candidates that were declared, each with its place. Defaults are never at fault. */
function declaredCandidates({ declared, locate }: LintInput) {
  const candidates = (declared["candidates"] ?? []) as readonly CandidateSpec[];
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
    for (const { file, at, signature } of foreignCandidates(input)) {
      if (tasksOf[task].includes(signature.task)) continue;
      const message = `candidate "${file}" is for ${signature.task}; the task is ${task}.`;
      yield { message, fix: "Say onnxModel({ task, classes }) if its outputs mean something else.", at };
    }
  },
};

/** Models that were made elsewhere, with what their files say. */
function foreignCandidates({ spec, candidateFiles }: LintInput) {
  return [...candidateFiles].map(([index, { signature }]) => {
    const { params, at } = spec.candidates[index]!;
    return { file: String(params["file"]), at, signature };
  });
}

export const candidateColumns: Rule = {
  name: "candidate-columns",
  severity: "error",
  summary: "The columns that a model made elsewhere reads exist, are of its kinds, and aren't what is to be predicted.",
  example: {
    code: 'candidates: [onnxModel({ file: "strikes.onnx" })]',
    message:
      'candidate "strikes.onnx" reads column "weight", but the data has no such column. Columns: day, speed, size, damage, cost, age.',
  },
  *check(input) {
    for (const { file, at, signature } of foreignCandidates(input)) {
      for (const column of signature.columns) yield* columnProblems(`candidate "${file}"`, column, input, at);
    }
  },
};

function* columnProblems(
  who: string,
  { name, kind }: OnnxColumn,
  input: LintInput,
  at: Problem["at"],
): Iterable<Problem> {
  // Kinds of expressions are known when there are rows.
  if (Object.hasOwn(input.spec.features, name)) return;
  const fault = columnFault(name, input);
  const got = kindOf(name, input);
  if (fault !== undefined) {
    const fix = `${columnFix(name, input)} onnxModel({ columns }) names them in the order of the file's inputs.`;
    yield { message: `${who} reads column "${name}", ${fault}.`, fix, at };
  } else if (name === plainColumn(input.spec.problem.target)) {
    const message = `${who} reads column "${name}", which is what the model is to predict.`;
    yield { message, fix: "Take a model that doesn't know the answer.", at };
  } else if (got !== undefined && !readableKinds[kind].includes(got)) {
    const [wanted, example] = kind === "number" ? ["numbers", "number"] : ["texts", "category"];
    const message = `${who} reads column "${name}" as ${wanted}, but it is of kind ${got}.`;
    yield {
      message,
      fix: `Declare its kind, table(path, { kinds: { … : "${example}" } }), or make a feature of it.`,
      at,
    };
  }
}

/** Ids and constants may be of either. */
const readableKinds: Readonly<Record<OnnxColumn["kind"], readonly string[]>> = {
  number: ["number", "boolean", "id", "constant"],
  category: ["category", "text", "id", "constant"],
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
