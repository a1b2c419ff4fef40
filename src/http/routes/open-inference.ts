import { listNames } from "../../errors/index.ts";
import type { Predictor, RowWarning } from "../../ml/pipeline/index.ts";
import type { Deployment } from "../../serving/index.ts";
import { type AppContext, implement, type Route } from "../context.ts";
import type { AnswerOf } from "../contract/contract.ts";
import { openInferenceContract } from "../contract/open-inference.ts";
import { requiredFields } from "../mlflow/instances.ts";
import { rowsFromInputs } from "../open-inference/read-inputs.ts";
import { datatypeOf, explanationTensors, outputMetadata, outputTensor } from "../open-inference/tensors.ts";
import { Reply } from "../reply.ts";
import { isReady } from "./health.ts";
import { invalid, isObject, switchOf } from "./rows-body.ts";
import { scoreRequest } from "./score-request.ts";

type Routes = typeof openInferenceContract;

interface ModelParams {
  readonly model: string;
  readonly version?: string;
}

/** Open Inference Protocol v2, REST. */
export const openInferenceRoutes: readonly Route[] = implement(openInferenceContract, {
  server: (_input, _caller, { version }) => ({ name: "millrace", version, extensions: [] }),
  live: () => ({ live: true, ready: true }),
  ready: (_input, _caller, context) => {
    const ready = isReady(context);
    const state = { live: ready, ready };
    return ready ? state : new Reply(state, { status: 503 });
  },
  list: (_input, _caller, { deployments }) => ({ models: deployments.list().map(({ name }) => name) }),
  model: ({ params }, _caller, context) => metadata(params, context),
  version: ({ params }, _caller, context) => metadata(params, context),
  modelReady: ({ params }, _caller, context) => ready(params, context),
  versionReady: ({ params }, _caller, context) => ready(params, context),
  infer: ({ body, params }, _caller, context) => infer(body, params, context),
  inferWith: ({ body, params }, _caller, context) => infer(body, params, context),
});

async function metadata(
  { model, version }: ModelParams,
  { deployments }: AppContext,
): Promise<AnswerOf<Routes["model"]>> {
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

async function ready(
  { model, version }: ModelParams,
  { deployments }: AppContext,
): Promise<AnswerOf<Routes["modelReady"]>> {
  const { name } = await deployments.find(model, version);
  return { name, ready: true };
}

async function infer(
  body: unknown,
  { model, version }: ModelParams,
  context: AppContext,
): Promise<AnswerOf<Routes["infer"]>> {
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
