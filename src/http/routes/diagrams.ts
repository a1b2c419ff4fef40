import type { FastifyReply, FastifyRequest } from "fastify";
import { diagramTable, drawDiagram, htmlPage, htmlPagePolicy, loadSubject } from "../../pictures/index.ts";
import type { AppContext, Route } from "../context.ts";
import { invalid } from "./rows-body.ts";

const formats = ["json", "mmd", "html"] as const;
const most = 10_000;

/** Pictures of what happened, for pages and tools that draw Mermaid themselves, or as a page of their own. */
export const diagramRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/models/:model/diagrams/:kind",
    summary: "A picture of a model's life, or with `version` of the run that made that version.",
    permission: "read",
    protocol: "millrace",
    group: "Models",
    query: {
      version: { type: "string", description: "a version's number or an alias" },
      aspect: { type: "string", description: "which side of the diagram; default: its first" },
      fold: {
        type: "integer",
        minimum: 1,
        maximum: most,
        description: "of more parts of one sort the rest is counted",
      },
      format: { type: "string", enum: [...formats], default: "json" },
    },
    response: {
      type: "object",
      required: ["kind", "view", "title", "text"],
      properties: {
        kind: { type: "string", enum: diagramTable.map(({ kind }) => kind) },
        view: { type: "string", enum: ["declaration", "run", "life"], description: "what it was drawn of" },
        title: { type: "string" },
        text: { type: "string", description: "Mermaid's text" },
      },
    },
    handle: diagram,
  },
];

async function diagram(request: FastifyRequest, reply: FastifyReply, context: AppContext): Promise<unknown> {
  const { model, kind } = request.params as { model: string; kind: string };
  const query = request.query as Readonly<Record<string, unknown>>;
  const format = formatOf(query["format"]);
  const fold = foldOf(query["fold"]);
  const deployment = await context.deployments.find(model);
  const version = textOf(query, "version");
  const subject = await loadSubject(
    context.store,
    version === undefined ? deployment.name : `${deployment.name}@${version}`,
    { kinds: [kind], fold },
  );
  const drawing = drawDiagram(kind, subject, { aspect: textOf(query, "aspect"), fold });
  if (format === "json") return drawing;
  if (format === "mmd") return reply.type("text/vnd.mermaid; charset=utf-8").send(drawing.text);
  return reply
    .header("content-security-policy", `${htmlPagePolicy()}; frame-ancestors 'none'`)
    .type("text/html; charset=utf-8")
    .send(htmlPage([drawing]));
}

function textOf(query: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = query[name];
  if (value !== undefined && typeof value !== "string") throw invalid(`query parameter "${name}"`, "one text", value);
  return value;
}

function formatOf(value: unknown): (typeof formats)[number] {
  const found = formats.find((format) => format === (value ?? "json"));
  if (found === undefined) throw invalid('query parameter "format"', formats.join(", "), value);
  return found;
}

function foldOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const fold = typeof value === "string" && /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (fold < 1 || fold > most) throw invalid('query parameter "fold"', `a whole number from 1 to ${most}`, value);
  return fold;
}
