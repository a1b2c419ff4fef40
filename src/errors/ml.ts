import { entry } from "./entry.ts";

/** What can go wrong in `ml/`. */
export const mlErrors = {
  ML_SHAPE_MISMATCH: entry<{ what: string; expected: string; got: string }>({
    status: 400,
    exit: 2,
    meaning:
      "Two arrays that belong together have different lengths, or a matrix has another number of features than the model was fitted on.",
    message: (d) => `${d.what}: expected ${d.expected}, got ${d.got}.`,
    fix: () => "Pass arrays of matching shape: X is (nSamples, nFeatures), y is (nSamples).",
  }),
  ML_PARAMETER_INVALID: entry<{ estimator: string; parameter: string; expected: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "A hyper-parameter is unknown, of the wrong type or out of its range.",
    message: (d) => `${d.estimator}: parameter "${d.parameter}" must be ${d.expected}, got ${d.got}.`,
    fix: (d) => `See the parameters of ${d.estimator} in docs/reference/estimators.md.`,
  }),
  ML_TOO_FEW_SAMPLES: entry<{ what: string; needed: number; got: number }>({
    status: 400,
    exit: 2,
    meaning: "There are fewer samples than this can be computed from.",
    message: (d) => `${d.what} needs at least ${d.needed} samples, got ${d.got}.`,
    fix: () => "Bring more rows, or declare fewer folds, clusters or splits.",
  }),
  ML_ONE_CLASS: entry<{ what: string; label: string }>({
    status: 400,
    exit: 2,
    meaning: "Classification needs two classes in the training rows and only one is there.",
    message: (d) => `${d.what} needs at least two classes, but every training row is "${d.label}".`,
    fix: () =>
      "Check the target, the filter that made these rows, and the split (a split by time can leave one class).",
  }),
  ML_VALUE_NOT_FINITE: entry<{ what: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "A value that must be a finite number is NaN or infinite.",
    message: (d) => `${d.what} must be finite, got ${d.got}.`,
    fix: () => "Impute missing values before this estimator, or choose one that accepts them (see its `accepts`).",
  }),
  ML_MODEL_CORRUPT: entry<{ where: string; expected: string; got: string }>({
    status: 422,
    exit: 2,
    meaning: "The bytes are not a whole, valid Millrace model.",
    message: (d) => `Model data is invalid at ${d.where}: expected ${d.expected}, got ${d.got}.`,
    fix: () => "Export the model again from its registry; never edit a model file by hand.",
  }),
  ML_COLUMN_UNKNOWN: entry<{ column: string; suggestion: string; columns: string }>({
    status: 400,
    exit: 2,
    meaning: "An expression, a transformer or a row names a column that is not there.",
    message: (d) => `There is no column "${d.column}".${d.suggestion} Columns: ${d.columns}.`,
    fix: () => "Use one of the columns listed.",
  }),
  ML_EXPRESSION_TYPE: entry<{ operation: string; expected: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "An expression applies an operation to a column of a kind that it does not work on.",
    message: (d) => `${d.operation} works on ${d.expected}, got ${d.got}.`,
    fix: () => "Convert the column first, or use the operation made for its kind (docs/reference/expressions.md).",
  }),
} as const;
