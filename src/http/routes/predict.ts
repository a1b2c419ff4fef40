import type { FastifyRequest } from "fastify";
import type { AppContext, JsonSchema, Route } from "../context.ts";
import { rowsRequestOf } from "./rows-body.ts";
import { scoreRequest } from "./score-request.ts";

interface PredictParams {
  readonly model: string;
  readonly reference?: string;
}

const row: JsonSchema = {
  type: "object",
  description: "A row: a member for each field of the model.",
  additionalProperties: true,
};
const body: JsonSchema = {
  description: "One row, an array of rows, or rows with options.",
  anyOf: [
    row,
    { type: "array", items: row },
    {
      type: "object",
      required: ["rows"],
      properties: {
        rows: { type: "array", items: row },
        strict: { type: "boolean", default: false },
        explain: { type: "boolean", default: false },
      },
    },
  ],
};
/** Schema of what `explain` adds to a prediction. */
export const explanation: JsonSchema = {
  type: "object",
  description: "Where it was asked for. baseline + all contributions = score.",
  properties: {
    label: { type: ["string", "null"], description: "the class whose score this is; null without classes" },
    scale: { type: "string", enum: ["logOdds", "probability", "value", "log"] },
    baseline: { type: "number", description: "the score where nothing is known of a row" },
    score: { type: "number" },
    contributions: {
      type: "array",
      description: "What each column added, the largest magnitude first.",
      items: {
        type: "object",
        properties: {
          column: { type: "string" },
          value: { type: ["string", "number", "boolean", "null"] },
          contribution: { type: "number" },
        },
      },
    },
  },
};
/** Schema of the answer of `POST /predict`. */
export const predictResponse: JsonSchema = {
  type: "object",
  required: ["model", "version", "digest", "predictions", "warnings"],
  properties: {
    model: { type: "string" },
    version: { type: ["integer", "null"], description: "null for a run's candidate" },
    digest: { type: "string", description: "SHA-256 of the model that answered" },
    predictions: {
      type: "array",
      description: "One for each row, in order.",
      items: {
        type: "object",
        required: ["prediction"],
        properties: {
          prediction: { type: ["string", "number", "boolean"] },
          probabilities: { type: "object", additionalProperties: { type: "number", minimum: 0, maximum: 1 } },
          explanation,
        },
      },
    },
    warningsOmitted: {
      type: "integer",
      description: "Warnings beyond the first thousand; absent where there are none.",
    },
    warnings: {
      type: "array",
      description: "Rows that were scored although something in them is odd.",
      items: {
        type: "object",
        properties: { row: { type: "integer" }, field: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};
const query = {
  explain: { type: "boolean", description: "Also say what each column added to each prediction." },
  strict: { type: "boolean", description: "Refuse extra fields and categories never seen, in place of a warning." },
} as const;

async function predict(request: FastifyRequest, _reply: unknown, context: AppContext): Promise<unknown> {
  const { model, reference } = request.params as PredictParams;
  const { rows, strict, explain } = rowsRequestOf(request.body, request.query);
  const { deployment, scored } = await scoreRequest(context, model, reference, () => rows, { strict, explain });
  return {
    model: deployment.name,
    version: deployment.version,
    digest: deployment.digest,
    predictions:
      scored.explanations === undefined
        ? scored.predictions
        : scored.predictions.map((one, i) => ({ ...one, explanation: scored.explanations![i] })),
    warnings: scored.warnings,
    ...(scored.warningsOmitted > 0 ? { warningsOmitted: scored.warningsOmitted } : {}),
  };
}

const shared = {
  method: "POST",
  permission: "predict",
  protocol: "millrace",
  group: "Predict",
  accepts: ["application/json"],
  body,
  query,
  response: predictResponse,
  handle: predict,
} as const;

/** Plain rows in; predictions, probabilities and the version that made them out. */
export const predictRoutes: readonly Route[] = [
  { ...shared, path: "/predict/:model", summary: "Predict with the deployed version of a model." },
  { ...shared, path: "/predict/:model/:reference", summary: "Predict with one version or alias of a model." },
];
