import { entry } from "./entry.ts";

/** What can go wrong in `run/`. */
export const runErrors = {
  RUN_CHECK_FAILED: entry<{ checks: readonly string[]; rows: number; quarantine: string | null; run: string }>({
    status: 422,
    exit: 5,
    meaning: "A data-quality check of severity error failed, so the run stopped before anything was trained.",
    message: (d) =>
      d.checks.length === 1
        ? `The data failed a check: ${d.checks[0]}`
        : `The data failed ${d.checks.length} checks:\n${d.checks.map((check) => `  - ${check}`).join("\n")}`,
    fix: (d) =>
      d.quarantine === null
        ? "Mend the data or, if it is right, loosen the check."
        : `Mend the data or, if it is right, loosen the check. The rows at fault are kept aside: millrace show ${d.run}.`,
  }),
  RUN_SOURCE_CHANGED: entry<{ path: string }>({
    status: 409,
    exit: 2,
    meaning: "A source file changed while it was being read.",
    message: (d) => `${d.path} changed while it was being read, so no snapshot was taken.`,
    fix: () => "Run again once the file is whole.",
  }),
  RUN_INTERRUPTED: entry<{ run: string }>({
    status: 409,
    exit: 2,
    meaning: "A run's process ended before the run did, and the declaration has changed since, so it can't be resumed.",
    message: (d) => `Run ${d.run} was interrupted and the workflow has changed since.`,
    fix: () => "Nothing to do: a new run has taken over all finished steps that still fit.",
  }),
  RUN_STEP_UNKNOWN: entry<{ step: string; suggestion: string; steps: string }>({
    status: 404,
    exit: 2,
    meaning: "A run has no step of that name.",
    message: (d) => `There is no step "${d.step}".${d.suggestion} Steps: ${d.steps}.`,
    fix: () => "Use one of the steps listed.",
  }),
  RUN_NOT_REPRODUCED: entry<{ model: string; expected: string; got: string }>({
    status: 409,
    exit: 1,
    meaning: "Training again from the same snapshot, declaration and seed gave another model.",
    message: (d) => `${d.model} was not reproduced: expected ${d.expected}, got ${d.got}.`,
    fix: () =>
      "Compare the build and Node versions in `millrace show`; if they are the same, this is a defect: report it.",
  }),
  RUN_NOT_TRAINED: entry<{ model: string; file: string }>({
    status: 409,
    exit: 2,
    meaning: "A version was imported, so there is no training that could be repeated.",
    message: (d) => `${d.model} was imported from ${d.file}; it was not trained in this home.`,
    fix: () => "Reproduce versions that a run made: `millrace ls` shows which ones those are.",
  }),
  RUN_OTHER_BUILD: entry<{ model: string; made: string; now: string }>({
    status: 409,
    exit: 2,
    meaning: "A model was made by another version of Millrace and this one gives another digest.",
    message: (d) => `${d.model} was made by Millrace ${d.made}; this is ${d.now}, which trains a different model.`,
    fix: (d) => `Install millrace@${d.made} and reproduce it there.`,
  }),
} as const;
