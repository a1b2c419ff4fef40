import { defaultMissing } from "../data/index.ts";
import type { Field } from "../ml/pipeline/index.ts";
import type { Deployment } from "../serving/index.ts";
import type { Contract } from "./contract/contract.ts";
import { type JsonSchema, jsonSchemaOf } from "./contract/json-schema.ts";
import type { Query } from "./contract/query.ts";

/** Part of an OpenAPI document, as far as it is completed here. */
export interface OpenApiDocument {
  readonly [key: string]: unknown;
  readonly paths?: Readonly<Record<string, unknown>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** What a route's declaration becomes in Fastify's own terms, for `@fastify/swagger`. */
export function schemaOfRoute(route: Contract): Record<string, unknown> {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
  const schema: Record<string, unknown> = {
    summary: route.summary,
    tags: [route.group],
    operationId: operationId(route),
    response: {
      200: {
        description: "Success",
        ...(route.answer === undefined ? { type: "string" } : jsonSchemaOf(route.answer, "output")),
      },
      "4XX": errorSchema(route),
    },
  };
  if (route.accepts !== undefined) schema["consumes"] = route.accepts;
  if (route.answers !== undefined) schema["produces"] = [route.answers];
  if (route.body !== undefined) schema["body"] = jsonSchemaOf(route.body, "input");
  if (route.query !== undefined) schema["querystring"] = { type: "object", properties: queryProperties(route.query) };
  if (names.length > 0) {
    const properties = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
    schema["params"] = { type: "object", required: names, properties };
  }
  return schema;
}

/** Query parameters by name, as they are meant and not as the text that they are sent as. */
export function queryProperties(query: Query): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(query).map(([name, { schema }]) => [name, jsonSchemaOf(schema, "output")]));
}

/** The document with a path and a row schema for every deployed model. */
export function withModels(document: OpenApiDocument, deployments: readonly Deployment[]): OpenApiDocument {
  const paths: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = {};
  const predict = (document.paths?.["/predict/{model}"] as { post: { responses: unknown } } | undefined)?.post;
  for (const { name, version, predictor } of deployments) {
    const component = `row-${name.replace(/[^\w.-]/g, "_")}`;
    const row = { $ref: `#/components/schemas/${component}` };
    schemas[component] = rowSchema(predictor.schema, `A row for model "${name}", version ${version ?? "of a run"}.`);
    const body = {
      anyOf: [
        row,
        { type: "array", items: row },
        {
          type: "object",
          required: ["rows"],
          properties: { rows: { type: "array", items: row }, strict: { type: "boolean", default: false } },
        },
      ],
    };
    paths[`/predict/${encodeURIComponent(name)}`] = {
      post: {
        operationId: `predict-${component.slice(4)}`,
        summary: `Predict ${predictor.target ?? predictor.task} with ${name}.`,
        tags: ["Predict"],
        requestBody: { required: true, content: { "application/json": { schema: body } } },
        responses: predict?.responses ?? {},
      },
    };
  }
  return {
    ...document,
    paths: { ...paths, ...document.paths },
    components: { ...document.components, schemas: { ...document.components?.schemas, ...schemas } },
  };
}

/** JSON schema of a row of a model: what a request must and may bring. */
export function rowSchema(schema: readonly Field[], description: string): JsonSchema {
  return {
    type: "object",
    description,
    required: schema.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(
      schema.filter(({ required }) => required).map((field) => [field.name, fieldSchema(field)]),
    ),
    additionalProperties: true,
  };
}

function fieldSchema(field: Field): JsonSchema {
  const missing = `${(field.missing * 100).toFixed(1)} % missing in training${shownMarkers(field)}`;
  if (field.storage === "codes") {
    const known = field.dictionary !== null && field.dictionary.length <= 50 ? { examples: field.dictionary } : {};
    return { type: ["string", "null"], description: `${field.kind}, ${field.distinct} distinct, ${missing}`, ...known };
  }
  const range = field.range === null ? "" : `, seen ${shownRange(field)}`;
  const type = field.kind === "boolean" ? "boolean" : field.kind === "date" ? "string" : "number";
  return { type: [type, "null"], description: `${field.kind}${range}, ${missing}` };
}

/** Markers that the declaration names; the default ones are many, and nobody sends them. */
function shownMarkers({ reading }: Field): string {
  const markers = (reading?.missingTexts ?? []).filter((text) => !defaultMissing.includes(text)).slice(0, 10);
  return markers.length === 0 ? "" : `; as null counts ${markers.map((text) => JSON.stringify(text)).join(", ")}`;
}

function shownRange({ kind, range }: Field): string {
  const [low, high] = range!.map((value) => (kind === "date" ? new Date(value).toISOString().slice(0, 10) : value));
  return `${low} to ${high}`;
}

function operationId({ method, path }: Contract): string {
  return `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+(\w?)/g, (_, next: string) => next.toUpperCase())}`;
}

function errorSchema({ protocol }: Contract): JsonSchema {
  const text = { type: "string" };
  const object = (properties: JsonSchema): JsonSchema => ({ description: "Error", type: "object", properties });
  switch (protocol) {
    case "open-inference":
    case "kserve":
      return object({ error: text });
    case "mlflow":
      return object({ error_code: text, message: text });
    default:
      return object({
        error: { type: "object", properties: { code: text, message: text, fix: text, docs: text } },
      });
  }
}
