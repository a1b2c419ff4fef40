import { z } from "zod";
import { contracts } from "./contract.ts";
import { flag } from "./query.ts";
import { explanation, modelDigest, row, warning } from "./rows.ts";

const shared = {
  method: "POST",
  permission: "predict",
  protocol: "millrace",
  part: "predict",
  group: "Predict",
  accepts: ["application/json"],
  body: z
    .union([
      row,
      z.array(row),
      z.object({ rows: z.array(row), strict: z.boolean().default(false), explain: z.boolean().default(false) }),
    ])
    .meta({ description: "One row, an array of rows, or rows with options." }),
  query: {
    explain: flag("Also say what each column added to each prediction."),
    strict: flag("Refuse extra fields and categories never seen, in place of a warning."),
  },
  answer: z.object({
    model: z.string(),
    version: z.int().nullable().meta({ description: "null for a run's candidate" }),
    digest: modelDigest,
    predictions: z
      .array(
        z.object({
          prediction: z.union([z.string(), z.number(), z.boolean()]),
          probabilities: z.record(z.string(), z.number().min(0).max(1)).optional(),
          explanation: explanation.optional(),
        }),
      )
      .meta({ description: "One for each row, in order." }),
    warningsOmitted: z
      .int()
      .optional()
      .meta({ description: "Warnings beyond the first thousand; absent where there are none." }),
    warnings: z.array(warning).meta({ description: "Rows that were scored although something in them is odd." }),
  }),
} as const;

/** Plain rows in; predictions, probabilities and the version that made them out. */
export const predictContract = contracts({
  predict: { ...shared, path: "/predict/:model", summary: "Predict with the deployed version of a model." },
  predictWith: {
    ...shared,
    path: "/predict/:model/:reference",
    summary: "Predict with one version or alias of a model.",
  },
});
