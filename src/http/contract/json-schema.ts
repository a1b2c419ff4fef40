import { z } from "zod";

/** A JSON schema, as OpenAPI 3.1 shows it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What clients send (`input`) or get (`output`), as OpenAPI shows it. */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema, ...shown } = z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => tidy(jsonSchema) });
  return shown;
}

/** Without what says nothing to a reader: bounds of every integer, and objects that may grow. */
function tidy(schema: Record<string, unknown>): void {
  if (schema["additionalProperties"] === false) delete schema["additionalProperties"];
  if (schema["minimum"] === Number.MIN_SAFE_INTEGER) delete schema["minimum"];
  if (schema["maximum"] === Number.MAX_SAFE_INTEGER) delete schema["maximum"];
  if (Object.keys((schema["properties"] as object | undefined) ?? { any: 1 }).length === 0) delete schema["properties"];
  delete schema["propertyNames"];
  const more = schema["additionalProperties"];
  if (typeof more === "object" && more !== null && Object.keys(more).length === 0)
    schema["additionalProperties"] = true;
}
