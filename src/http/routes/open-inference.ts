import type { FastifyRequest } from "fastify";
import { listNames } from "../../errors/index.ts";
import type { Predictor, RowWarning } from "../../ml/pipeline/index.ts";
import type { Deployment } from "../../serving/index.ts";
import type { AppContext, JsonSchema, Route } from "../context.ts";
import { requiredFields } from "../mlflow/instances.ts";
import { rowsFromInputs } from "../open-inference/read-inputs.ts";
import { datatypeOf, explanationTensors, outputMetadata, outputTensor } from "../open-inference/tensors.ts";
import { isReady } from "./health.ts";
import { invalid, isObject, switchOf } from "./rows-body.ts";
import { scoreRequest } from "./score-request.ts";

interface ModelParams {
  readonly model: string;
  readonly version?: string;
}

const shared = { protocol: "open-inference", group: "Open Inference Protocol" } as const;
const read = { ...shared, method: "GET", permission: "read", response: { type: "object" } } as const;
const tensor: JsonSchema = {
  type: "object",
  required: ["name", "shape", "datatype", "data"],
  properties: {
    name: { type: "string" },
    shape: { type: "array", items: { type: "integer" } },
    datatype: { type: "string" },
    parameters: { type: "object" },
    data: { type: "array", items: {} },
  },
};
const infer = {
  ...shared,
  method: "POST",
  permission: "predict",
  accepts: ["application/json", "application/octet-stream"],
  body: {
    type: "object",
    required: ["inputs"],
    properties: {
      id: { type: "string" },
      parameters: {
        type: "object",
        properties: {
          explain: { type: "boolean", description: "Adds the outputs contributions, baseline and explained." },
        },
      },
      inputs: { type: "array", items: tensor },
      outputs: {
        type: "array",
        items: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
      },
    },
  },
  response: {
    type: "object",
    required: ["model_name", "outputs"],
    properties: {
      model_name: { type: "string" },
      model_version: { type: "string" },
      id: { type: "string" },
      outputs: { type: "array", items: tensor },
    },
  },
  handle: inferTensors,
} as const;

/** Open Inference Protocol v2, REST. */
export const openInferenceRoutes: readonly Route[] = [
  {
    ...read,
    path: "/v2",
    summary: "The server's name and version.",
    handle: (_request, _reply, { version }) => ({ name: "millrace", version, extensions: [] }),
  },
  {
    ...read,
    path: "/v2/health/live",
    summary: "Alive?",
    handle: () => ({ live: true, ready: true }),
  },
  {
    ...read,
    path: "/v2/health/ready",
    summary: "Ready? 503 while no model answers.",
    handle: (_request, reply, context) => {
      const ready = isReady(context);
      if (!ready) reply.code(503);
      return { live: ready, ready };
    },
  },
  {
    ...read,
    path: "/v2/models",
    summary: "Names of the models.",
    handle: (_request, _reply, { deployments }) => ({ models: deployments.list().map(({ name }) => name) }),
  },
  { ...read, path: "/v2/models/:model", summary: "Inputs and outputs of a model.", handle: metadata },
  {
    ...read,
    path: "/v2/models/:model/versions/:version",
    summary: "Inputs and outputs of a version.",
    handle: metadata,
  },
  { ...read, path: "/v2/models/:model/ready", summary: "Is this model ready?", handle: ready },
  { ...read, path: "/v2/models/:model/versions/:version/ready", summary: "Is this version ready?", handle: ready },
  { ...infer, path: "/v2/models/:model/infer", summary: "Predict from tensors." },
  { ...infer, path: "/v2/models/:model/versions/:version/infer", summary: "Predict with a version from tensors." },
];

async function metadata(request: FastifyRequest, _reply: unknown, { deployments }: AppContext): Promise<unknown> {
  const { model, version } = request.params as ModelParams;
  const { name, predictor } = await deployments.find(model, version);
  return {
    name,
    versions: [...deployments.referencesOf(name).versions].reverse().map(String),
    platform: "millrace",
    inputs: requiredFields(predictor.schema).map((field) => ({
      name: field.name,
      datatype: datatypeOf(field),
      shape: [-1],
    })),
    outputs: outputMetadata(predictor),
  };
}

async function ready(request: FastifyRequest, _reply: unknown, { deployments }: AppContext): Promise<unknown> {
  const { model, version } = request.params as ModelParams;
  const { name } = await deployments.find(model, version);
  return { name, ready: true };
}

async function inferTensors(request: FastifyRequest, _reply: unknown, context: AppContext): Promise<unknown> {
  const { model, version } = request.params as ModelParams;
  const { body } = request;
  if (!isObject(body)) throw invalid("the body", "an object with inputs", body);
  const { id } = body;
  if (id !== undefined && typeof id !== "string") throw invalid('"id"', "a text", id);
  let names: readonly string[] = [];
  const parameters = isObject(body["parameters"]) ? body["parameters"] : {};
  const options = { explain: switchOf(parameters, "explain") };
  const rowsFor = ({ predictor }: Deployment) => {
    names = requestedOutputs(body["outputs"], predictor);
    return rowsFromInputs(body["inputs"], predictor.schema);
  };
  const { deployment, scored } = await scoreRequest(context, model, version, rowsFor, options);
  return {
    model_name: deployment.name,
    model_version: deployment.versionName,
    ...(id === undefined ? {} : { id }),
    ...(scored.warnings.length === 0 ? {} : { parameters: { warnings: describeWarnings(scored.warnings) } }),
    outputs: [
      ...names.map((name) => outputTensor(name, deployment.predictor, scored.predictions)),
      ...(scored.explanations === undefined ? [] : explanationTensors(scored.explanations)),
    ],
  };
}

/** The protocol's parameters are scalars, so the first warnings become one text. */
function describeWarnings(warnings: readonly RowWarning[]): string {
  const lines = warnings.slice(0, 20).map(({ row, field, message }) => `row ${row}, "${field}": ${message}`);
  return [...lines, ...(warnings.length > 20 ? [`and ${warnings.length - 20} more`] : [])].join("\n");
}

function requestedOutputs(outputs: unknown, predictor: Predictor): readonly string[] {
  const available = outputMetadata(predictor).map(({ name }) => name);
  if (outputs === undefined || outputs === null || (Array.isArray(outputs) && outputs.length === 0)) return available;
  if (!Array.isArray(outputs)) throw invalid('"outputs"', "a list of { name }", outputs);
  return outputs.map((output: unknown, i) => {
    const name = isObject(output) ? output["name"] : undefined;
    if (typeof name === "string" && available.includes(name)) return name;
    throw invalid(`output ${i}, "name"`, `one of ${listNames(available)}`, name);
  });
}
