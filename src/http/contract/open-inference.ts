import { z } from "zod";
import { contracts } from "./contract.ts";

const shared = { protocol: "open-inference", part: "predict", group: "Open Inference Protocol" } as const;
const read = { ...shared, method: "GET", permission: "read" } as const;

const tensor = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  datatype: z.string(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  data: z.array(z.unknown()),
});
const tensorMetadata = z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.int()) });
const serverState = z.object({ live: z.boolean(), ready: z.boolean() });
const modelState = z.object({ name: z.string(), ready: z.boolean() });
const metadata = z.object({
  name: z.string(),
  versions: z.array(z.string()),
  platform: z.string(),
  inputs: z.array(tensorMetadata),
  outputs: z.array(tensorMetadata),
});

const infer = {
  ...shared,
  method: "POST",
  permission: "predict",
  accepts: ["application/json", "application/octet-stream"],
  body: z.object({
    id: z.string().optional(),
    parameters: z
      .object({
        explain: z
          .boolean()
          .optional()
          .meta({ description: "Adds the outputs contributions, baseline and explained." }),
      })
      .optional(),
    inputs: z.array(tensor),
    outputs: z.array(z.object({ name: z.string() })).optional(),
  }),
  answer: z.object({
    model_name: z.string(),
    model_version: z.string().optional(),
    id: z.string().optional(),
    parameters: z.object({ warnings: z.string().meta({ description: "the first of them, a line each" }) }).optional(),
    outputs: z.array(tensor),
  }),
} as const;

/** Open Inference Protocol v2, REST. */
export const openInferenceContract = contracts({
  server: {
    ...read,
    path: "/v2",
    summary: "The server's name and version.",
    answer: z.object({ name: z.string(), version: z.string(), extensions: z.array(z.string()) }),
  },
  live: { ...read, path: "/v2/health/live", summary: "Alive?", answer: serverState },
  ready: {
    ...read,
    path: "/v2/health/ready",
    summary: "Ready? 503 while no model answers.",
    answer: serverState,
  },
  list: {
    ...read,
    path: "/v2/models",
    summary: "Names of the models.",
    answer: z.object({ models: z.array(z.string()) }),
  },
  model: { ...read, path: "/v2/models/:model", summary: "Inputs and outputs of a model.", answer: metadata },
  version: {
    ...read,
    path: "/v2/models/:model/versions/:version",
    summary: "Inputs and outputs of a version.",
    answer: metadata,
  },
  modelReady: { ...read, path: "/v2/models/:model/ready", summary: "Is this model ready?", answer: modelState },
  versionReady: {
    ...read,
    path: "/v2/models/:model/versions/:version/ready",
    summary: "Is this version ready?",
    answer: modelState,
  },
  infer: { ...infer, path: "/v2/models/:model/infer", summary: "Predict from tensors." },
  inferWith: {
    ...infer,
    path: "/v2/models/:model/versions/:version/infer",
    summary: "Predict with a version from tensors.",
  },
});
