import { drawDiagram, htmlPage, htmlPagePolicy, loadSubject } from "../../pictures/index.ts";
import { type AppContext, implement, type Route } from "../context.ts";
import type { AnswerOf, Input } from "../contract/contract.ts";
import { diagramContract } from "../contract/diagrams.ts";
import { type Reply, textReply } from "../reply.ts";

type Draw = (typeof diagramContract)["draw"];

/** Pictures of what happened, for pages and tools that draw Mermaid themselves, or as a page of their own. */
export const diagramRoutes: readonly Route[] = implement(diagramContract, {
  draw: (input, _caller, context) => draw(input, context),
});

async function draw({ params, query }: Input<Draw>, context: AppContext): Promise<AnswerOf<Draw> | Reply> {
  const { kind } = params;
  const { version, aspect, fold, format } = query;
  const { name } = await context.deployments.find(params.model);
  const subject = await loadSubject(context.store, version === undefined ? name : `${name}@${version}`, {
    kinds: [kind],
    fold,
  });
  const drawing = drawDiagram(kind, subject, { aspect, fold });
  if (format === "mmd") return textReply("text/vnd.mermaid", drawing.text);
  if (format !== "html") return drawing;
  const policy = `${htmlPagePolicy()}; frame-ancestors 'none'`;
  return textReply("text/html", htmlPage([drawing]), { "content-security-policy": policy });
}
