import { entry } from "./entry.ts";

/** What can go wrong in `training/`. */
export const trainingErrors = {
  TRAINING_CANCELLED: entry({
    status: 409,
    exit: 2,
    meaning: "Training was stopped before it was done.",
    message: () => "Training was cancelled.",
    fix: () => "Run again: finished trials are kept and reused.",
  }),
  TRAINING_WORKER_DIED: entry<{ task: string; reason: string }>({
    status: 500,
    exit: 1,
    meaning: "A worker died twice on the same task: usually for want of memory.",
    message: (d) => `A worker died twice on ${d.task}: ${d.reason}.`,
    fix: () => "Use fewer threads (--threads 1) or a machine with more memory; finished trials are kept.",
  }),
  TRAINING_ALL_FAILED: entry<{ trials: number; first: string }>({
    status: 422,
    exit: 2,
    meaning: "No setting of any candidate could be fitted and scored.",
    message: (d) => `None of the ${d.trials} settings tried could be scored. The first said: ${d.first}`,
    fix: () => "Mend what the first one says, or declare other candidates.",
  }),
  TRAINING_SPLIT_SHARE_INVALID: entry<{ split: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "A split's test share leaves no rows on one side.",
    message: (d) => `${d.split}: test must be a share above 0 and below 1, got ${d.got}.`,
    fix: () => "Write a share such as { test: 0.2 }: a fifth of the rows.",
  }),
  TRAINING_SPLIT_FOLDS_INVALID: entry<{ got: string }>({
    status: 400,
    exit: 2,
    meaning: "A cross-validation was asked for with fewer than two folds.",
    message: (d) => `Cross-validation needs a whole number of folds from 2 up, got ${d.got}.`,
    fix: () => "Set search.folds to 2 or more; 5 is usual.",
  }),
  TRAINING_SPLIT_TOO_FEW_ROWS: entry<{ what: string; needed: number; got: number }>({
    status: 400,
    exit: 2,
    meaning: "There are fewer rows with a target than a split or a cross-validation needs.",
    message: (d) => `${d.what} needs at least ${d.needed} rows with a target, got ${d.got}.`,
    fix: () => "Bring more rows, or check the target: rows without one can't be used.",
  }),
  TRAINING_SPLIT_ONE_CLASS: entry<{ part: string; label: string }>({
    status: 400,
    exit: 2,
    meaning: "One part of a split holds a single class, so nothing can be learned or measured there.",
    message: (d) => `The ${d.part} hold only the class "${d.label}"; both parts of a split need at least two classes.`,
    fix: () => "Use stratified({ test }), a larger test share, or more rows; check that the target is what you mean.",
  }),
  TRAINING_SPLIT_RARE_CLASS: entry<{ label: string; count: number; needed: number }>({
    status: 400,
    exit: 2,
    meaning: "A class of a binary target has too few training rows to be validated.",
    message: (d) =>
      `Cross-validation needs at least ${d.needed} training rows of each class; the class "${d.label}" has ${d.count}.`,
    fix: () => 'Bring more rows of that class, or set search: { method: "none" }.',
  }),
  TRAINING_SPLIT_COLUMN_UNKNOWN: entry<{ split: string; column: string; suggestion: string; columns: string }>({
    status: 400,
    exit: 2,
    meaning: "A split reads a column that the data doesn't have.",
    message: (d) =>
      `The split by ${d.split} reads column "${d.column}", but the data has no such column.${d.suggestion} Columns: ${d.columns}.`,
    fix: () => "Name one of the columns listed.",
  }),
  TRAINING_SPLIT_TOO_FEW_GROUPS: entry<{ column: string; needed: number; got: number }>({
    status: 400,
    exit: 2,
    meaning: "A split by group finds fewer than two groups.",
    message: (d) => `The split by group needs at least ${d.needed} different values of "${d.column}", got ${d.got}.`,
    fix: () => "Group by a column with more values, or use stratified({ test }) or random({ test }).",
  }),
  TRAINING_SPLIT_TIME_UNDECLARED: entry({
    status: 400,
    exit: 2,
    meaning: "A split by time doesn't know which column is the time.",
    message: () => "The split by time names no column, and the table declares no time column.",
    fix: () => 'Write byTime({ test: 0.2, column: "when" }) or table("data.csv", { time: "when" }).',
  }),
  TRAINING_SPLIT_COLUMN_NOT_TIME: entry<{ column: string; kind: string }>({
    status: 400,
    exit: 2,
    meaning: "A split by time reads a column that can't be ordered in time.",
    message: (d) => `The split by time needs a column of dates or numbers; "${d.column}" is ${d.kind}.`,
    fix: (d) => `Name a date column, or declare its kind: table(path, { kinds: { "${d.column}": "date" } }).`,
  }),
  TRAINING_SPLIT_TOO_FEW_TIMES: entry<{ column: string; got: number; missing: number }>({
    status: 400,
    exit: 2,
    meaning: "A split by time finds no two different times to cut between.",
    message: (d) =>
      `The split by time needs at least 2 different times in "${d.column}", got ${d.got} (${d.missing} rows have none).`,
    fix: () => "Order by another column, or use stratified({ test }) or random({ test }).",
  }),
} as const;
