import { entry } from "./entry.ts";

/** What can go wrong in `serving/`. */
export const servingErrors = {
  SERVING_MODEL_UNKNOWN: entry<{ model: string; suggestion: string; models: string }>({
    status: 404,
    exit: 2,
    meaning: "A request names a model that isn't served.",
    message: (d) => `No model "${d.model}" is served here.${d.suggestion} Models: ${d.models}.`,
    fix: () => "Use one of the models listed, or start the server with this one.",
  }),
  SERVING_VERSION_UNKNOWN: entry<{ model: string; reference: string; known: string }>({
    status: 404,
    exit: 2,
    meaning: "A request names a version or alias that the model doesn't have.",
    message: (d) => `Model "${d.model}" has no version or alias "${d.reference}". It has: ${d.known}.`,
    fix: () => "Use one of the versions or aliases listed, or leave it out to ask the deployed one.",
  }),
  SERVING_MODEL_UNAVAILABLE: entry<{ model: string; reason: string }>({
    status: 503,
    exit: 1,
    meaning: "The model is known, but its artifact can't be loaded and no earlier version is in memory.",
    message: (d) => `Model "${d.model}" can't answer: ${d.reason}`,
    fix: () =>
      "GET /health has the details. Restore the artifact from a backup, or move the alias to an intact version.",
  }),
  SERVING_COLUMNS_MISSING: entry<{ path: string; missing: string; suggestion: string; columns: string }>({
    status: 422,
    exit: 2,
    meaning: "A file to be scored lacks columns that the model reads.",
    message: (d) => `${d.path} lacks columns that the model reads: ${d.missing}.${d.suggestion} It has: ${d.columns}.`,
    fix: () => "Bring every column that the model reads; leave cells empty where the value isn't known.",
  }),
  SERVING_OUTPUT_FORMAT: entry<{ path: string }>({
    status: 400,
    exit: 2,
    meaning: "The name of an output file doesn't tell in which format predictions are to be written.",
    message: (d) => `Can't tell the format of ${d.path} from its extension.`,
    fix: () => "Name the output with .csv, .parquet or .ndjson.",
  }),
  SERVING_OUTPUT_IS_INPUT: entry<{ path: string }>({
    status: 400,
    exit: 2,
    meaning: "Predictions were to be written over the very file that is scored.",
    message: (d) => `${d.path} is both the input and the output.`,
    fix: () => "Name another output file; it has all columns of the input, then the predictions.",
  }),
  SERVING_COLUMN_TAKEN: entry<{ column: string; path: string }>({
    status: 400,
    exit: 2,
    meaning: "The input already has a column with the name of a prediction column.",
    message: (d) => `${d.path} already has a column "${d.column}", which the predictions would overwrite.`,
    fix: (d) => `Rename or drop the column "${d.column}" in the input.`,
  }),
} as const;
