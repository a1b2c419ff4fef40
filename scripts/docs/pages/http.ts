import type { Route } from "../../../src/http/context.ts";
import { jsonSchemaOf } from "../../../src/http/contract/json-schema.ts";
import type { Query } from "../../../src/http/contract/query.ts";
import { queryProperties } from "../../../src/http/openapi.ts";
import { routes } from "../../../src/http/routes/index.ts";
import { block, code, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";

/** Every route of `millrace serve`. */
export const httpPage: Page = {
  file: "http.md",
  title: "HTTP",
  summary:
    "Every route of `millrace serve`, group by group. A running server shows the same at `/docs`, and as OpenAPI 3.1 at `/openapi.json`.",
  body() {
    const groups = [...new Set(routes.map(({ group }) => group))];
    return paragraphs(
      'Own routes answer errors as `{ "error": { "code", "message", "fix", "docs" } }`, routes of a protocol as that protocol does. Requests are held to the model\'s own schema: a missing required field or a wrong type is refused by name; a category never seen and an extra field are scored and said in `warnings`, or refused too with `strict`.',
      ...groups.map((group) =>
        groupSection(
          group,
          routes.filter((route) => route.group === group),
        ),
      ),
    );
  },
};

function groupSection(group: string, members: readonly Route[]): string {
  const bodies = new Map(members.filter(({ body }) => body !== undefined).map(({ body, query }) => [body!, query]));
  return paragraphs(
    `## ${group}`,
    table(
      ["route", "what it does", "reads", "answers"],
      members.map(({ method, path, summary, accepts = [], answers }) => [
        code(`${method} ${path}`),
        summary,
        accepts.map(code).join(", "),
        code(answers ?? "application/json"),
      ]),
    ),
    ...[...bodies].map(([body, query]) =>
      paragraphs("Body:", block("json", JSON.stringify(jsonSchemaOf(body, "input"), null, 2)), queryText(query)),
    ),
    ...responsesOf(members),
  );
}

function queryText(query: Query | undefined): string {
  if (query === undefined) return "";
  return table(
    ["query parameter", "type", "meaning"],
    Object.entries(queryProperties(query)).map(([name, schema]) => [
      code(name),
      String(schema["type"]),
      String(schema["description"] ?? ""),
    ]),
  );
}

/** Schemas of answers that say more than "an object", once each. */
function responsesOf(members: readonly Route[]): string[] {
  const schemas = new Map(
    members
      .filter(({ answer }) => answer !== undefined)
      .map(({ answer, method, path }) => [answer!, `${method} ${path}`]),
  );
  return [...schemas].map(([schema, route]) =>
    paragraphs(`Answer of ${code(route)}:`, block("json", JSON.stringify(jsonSchemaOf(schema, "output"), null, 2))),
  );
}
