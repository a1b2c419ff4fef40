import type { FastifyReply, FastifyRequest } from "fastify";
import { fail, listNames } from "../../errors/index.ts";
import type { Field } from "../../ml/pipeline/index.ts";
import type { Row } from "../../serving/index.ts";
import type { AppContext, Route } from "../context.ts";
import { CsvBody, rowsFromCsv } from "../mlflow/csv-body.ts";
import { requiredFields, rowsFromColumns, rowsFromData, rowsFromInstances } from "../mlflow/instances.ts";
import { describeJson, invalid, isObject, rowsOf } from "./rows-body.ts";
import { scoreRequest } from "./score-request.ts";

const shapes = ["dataframe_split", "dataframe_records", "instances", "inputs"] as const;
const invoke = {
  method: "POST",
  permission: "predict",
  protocol: "mlflow",
  group: "MLflow scoring",
  accepts: ["application/json", "text/csv"],
  body: {
    type: "object",
    description: `Exactly one of ${shapes.join(", ")}; or CSV with a header line.`,
    properties: {
      dataframe_split: {
        type: "object",
        properties: { columns: { type: "array" }, index: { type: "array" }, data: { type: "array" } },
      },
      dataframe_records: { type: "array", items: { type: "object" } },
      instances: { type: "array", items: {} },
      inputs: {},
      params: { type: "object" },
    },
  },
  response: { type: "object", properties: { predictions: { type: "array", items: {} } } },
  handle: invocations,
} as const;
const plain = {
  method: "GET",
  permission: "read",
  protocol: "mlflow",
  group: "MLflow scoring",
  answers: "text/plain",
} as const;

/** MLflow's scoring server, so that its clients and deployments can ask our models. */
export const invocationRoutes: readonly Route[] = [
  { ...invoke, path: "/invocations", summary: "Predict with the only (or the default) model." },
  { ...invoke, path: "/invocations/:model", summary: "Predict with the model named." },
  { ...plain, path: "/ping", summary: "200 while a model answers.", handle: ping },
  {
    ...plain,
    path: "/version",
    summary: "Millrace's version.",
    handle: (_request, reply, { version }) => {
      reply.header("content-type", "text/plain; charset=utf-8");
      return version;
    },
  },
];

function ping(_request: FastifyRequest, reply: FastifyReply, { deployments, accepting }: AppContext): string {
  if (!accepting() || deployments.list().length === 0) reply.code(503);
  reply.header("content-type", "text/plain; charset=utf-8");
  return "\n";
}

async function invocations(request: FastifyRequest, _reply: unknown, context: AppContext): Promise<unknown> {
  const model = (request.params as { model?: string }).model ?? defaultName(context);
  const { deployment, scored } = await scoreRequest(context, model, undefined, ({ predictor }) =>
    request.body instanceof CsvBody
      ? rowsFromCsv(request.body.text, predictor.schema)
      : rowsOfInvocation(request.body, predictor.schema),
  );
  return {
    predictions: scored.predictions.map(({ prediction }) => prediction),
    model: deployment.name,
    version: deployment.versionName,
    warnings: scored.warnings,
  };
}

function defaultName({ deployments }: AppContext): string {
  const deployment = deployments.defaultModel;
  if (deployment !== undefined) return deployment.name;
  throw fail("HTTP_MODEL_NOT_NAMED", { names: listNames(deployments.list().map(({ name }) => name)) || "none" });
}

/** Rows of MLflow's JSON formats. @throws HTTP_BODY_INVALID unless exactly one is there and well formed */
export function rowsOfInvocation(body: unknown, schema: readonly Field[]): readonly Row[] {
  const expected = `an object with exactly one of ${shapes.join(", ")}`;
  if (!isObject(body)) throw invalid("the body", expected, body);
  const given = shapes.filter((shape) => Object.hasOwn(body, shape));
  const shape = given[0];
  if (shape === undefined || given.length > 1) {
    const got = given.length > 1 ? given.join(" and ") : listNames(Object.keys(body), 5) || "an empty object";
    throw fail("HTTP_BODY_INVALID", { where: "the body", expected, got });
  }
  if (body["params"] !== undefined && body["params"] !== null && !isObject(body["params"])) {
    throw invalid('"params"', "an object", body["params"]);
  }
  const content = body[shape];
  switch (shape) {
    case "dataframe_split":
      return rowsOfSplit(content);
    case "dataframe_records":
      if (!Array.isArray(content)) throw invalid('"dataframe_records"', "a list of objects", content);
      return rowsOf(content, '"dataframe_records"');
    case "instances":
      if (!Array.isArray(content)) throw invalid('"instances"', "a list of rows", content);
      return rowsFromInstances(content, schema);
    default:
      return rowsOfInputs(content, schema);
  }
}

function rowsOfSplit(split: unknown): readonly Row[] {
  if (!isObject(split)) throw invalid('"dataframe_split"', "an object with columns and data", split);
  const { columns, data } = split;
  if (!Array.isArray(columns) || columns.some((name) => typeof name !== "string" && typeof name !== "number")) {
    throw invalid('"dataframe_split.columns"', "a list of names", columns);
  }
  if (!Array.isArray(data)) throw invalid('"dataframe_split.data"', "a list of rows", data);
  const names = columns.map(String);
  const duplicate = names.find((name, i) => names.indexOf(name) !== i);
  if (duplicate !== undefined) throw invalid('"dataframe_split.columns"', "each name once", duplicate);
  return rowsFromData(names, data, '"dataframe_split.data"');
}

function rowsOfInputs(inputs: unknown, schema: readonly Field[]): readonly Row[] {
  if (isObject(inputs)) return rowsFromColumns(inputs, '"inputs"');
  if (!Array.isArray(inputs)) throw invalid('"inputs"', "an object of columns or a list of rows", describeJson(inputs));
  if (inputs.every(isObject)) return rowsOf(inputs, '"inputs"');
  return rowsFromData(
    requiredFields(schema).map(({ name }) => name),
    inputs,
    '"inputs"',
  );
}
