import { z } from "zod";

/** A row as a request brings it. */
export const row = z
  .record(z.string(), z.unknown())
  .meta({ description: "A row: a member for each field of the model." });

/** What `explain` adds to a prediction. */
export const explanation = z
  .object({
    label: z.string().nullable().meta({ description: "the class whose score this is; null without classes" }),
    scale: z.enum(["logOdds", "probability", "value", "log"]),
    baseline: z.number().meta({ description: "the score where nothing is known of a row" }),
    score: z.number(),
    contributions: z
      .array(
        z.object({
          column: z.string(),
          value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
          contribution: z.number(),
        }),
      )
      .meta({ description: "What each column added, the largest magnitude first." }),
  })
  .meta({ description: "Where it was asked for. baseline + all contributions = score." });

/** What is said of a row that was scored although something in it is odd. */
export const warning = z.object({ row: z.int(), field: z.string(), message: z.string() });

/** The digest of the model that answered. */
export const modelDigest = z.string().meta({ description: "SHA-256 of the model that answered" });
