import { fail, listNames } from "../../errors/index.ts";
import type { Field } from "../../ml/pipeline/index.ts";
import type { Row } from "../../serving/index.ts";
import { type AppContext, implement, type Route } from "../context.ts";
import type { AnswerOf } from "../contract/contract.ts";
import { invocationContract, invocationShapes } from "../contract/invocations.ts";
import { CsvBody, rowsFromCsv } from "../mlflow/csv-body.ts";
import { requiredFields, rowsFromColumns, rowsFromData, rowsFromInstances } from "../mlflow/instances.ts";
import { Reply, textReply } from "../reply.ts";
import { describeJson, invalid, isObject, rowsOf } from "./rows-body.ts";
import { scoreRequest } from "./score-request.ts";

type Routes = typeof invocationContract;

/** MLflow's scoring server, so that its clients and deployments can ask our models. */
export const invocationRoutes: readonly Route[] = implement(invocationContract, {
  invoke: ({ body }, _caller, context) => invoke(body, defaultName(context), context),
  invokeModel: ({ body, params }, _caller, context) => invoke(body, params.model, context),
  ping: (_input, _caller, context) => ping(context),
  version: (_input, _caller, { version }) => textReply("text/plain", version),
});

function ping({ deployments, accepting }: AppContext): Reply {
  const isUp = accepting() && deployments.list().length > 0;
  return new Reply("\n", { status: isUp ? 200 : 503, headers: { "content-type": "text/plain; charset=utf-8" } });
}

async function invoke(body: unknown, model: string, context: AppContext): Promise<AnswerOf<Routes["invoke"]>> {
  const { deployment, scored } = await scoreRequest(context, model, undefined, ({ predictor }) =>
    body instanceof CsvBody ? rowsFromCsv(body.text, predictor.schema) : rowsOfInvocation(body, predictor.schema),
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
  const expected = `an object with exactly one of ${invocationShapes.join(", ")}`;
  if (!isObject(body)) throw invalid("the body", expected, body);
  const given = invocationShapes.filter((shape) => Object.hasOwn(body, shape));
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
