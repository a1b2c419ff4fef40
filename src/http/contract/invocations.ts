import { z } from "zod";
import { contracts } from "./contract.ts";
import { warning } from "./rows.ts";

/** The formats of MLflow's JSON bodies. */
export const invocationShapes = ["dataframe_split", "dataframe_records", "instances", "inputs"] as const;

const invoke = {
  method: "POST",
  permission: "predict",
  protocol: "mlflow",
  part: "predict",
  group: "MLflow scoring",
  accepts: ["application/json", "text/csv"],
  body: z
    .object({
      dataframe_split: z
        .object({ columns: z.array(z.unknown()), index: z.array(z.unknown()), data: z.array(z.unknown()) })
        .partial()
        .optional(),
      dataframe_records: z.array(z.record(z.string(), z.unknown())).optional(),
      instances: z.array(z.unknown()).optional(),
      inputs: z.unknown().optional(),
      params: z.record(z.string(), z.unknown()).optional(),
    })
    .meta({ description: `Exactly one of ${invocationShapes.join(", ")}; or CSV with a header line.` }),
  answer: z.object({
    predictions: z.array(z.unknown()),
    model: z.string(),
    version: z.string(),
    warnings: z.array(warning),
  }),
} as const;
const plain = {
  method: "GET",
  permission: "read",
  protocol: "mlflow",
  part: "predict",
  group: "MLflow scoring",
  answers: "text/plain",
} as const;

/** MLflow's scoring server, so that its clients and deployments can ask our models. */
export const invocationContract = contracts({
  invoke: { ...invoke, path: "/invocations", summary: "Predict with the only (or the default) model." },
  invokeModel: { ...invoke, path: "/invocations/:model", summary: "Predict with the model named." },
  ping: { ...plain, path: "/ping", summary: "200 while a model answers." },
  version: { ...plain, path: "/version", summary: "Millrace's version." },
});
