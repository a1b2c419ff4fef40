import type { FastifyReply, FastifyRequest } from "fastify";
import type { AppContext, Route } from "../context.ts";
import { pageScript } from "../docs-page/browser.ts";
import { docsPage } from "../docs-page/page.ts";
import { iconSvg, pageStyle } from "../docs-page/style.ts";

const shared = { method: "GET", permission: "read", protocol: "millrace", group: "Docs" } as const;
/** The page runs and styles itself from its own two files; nothing else, from nowhere else. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The OpenAPI document and the page for people. */
export const docsRoutes: readonly Route[] = [
  {
    ...shared,
    path: "/",
    summary: "Leads to /docs.",
    answers: "text/html",
    handle: (_request, reply: FastifyReply) => reply.redirect("/docs"),
  },
  {
    ...shared,
    path: "/docs",
    summary: "This page: every route, and a form that asks each model.",
    answers: "text/html",
    handle: page,
  },
  {
    ...shared,
    path: "/docs/page.js",
    summary: "The page's script.",
    answers: "text/javascript",
    handle: (_request, reply) => file(reply, "text/javascript", pageScript),
  },
  {
    ...shared,
    path: "/docs/style.css",
    summary: "The page's style.",
    answers: "text/css",
    handle: (_request, reply) => file(reply, "text/css", pageStyle),
  },
  {
    ...shared,
    path: "/docs/icon.svg",
    summary: "The mark.",
    answers: "image/svg+xml",
    handle: (_request, reply) => file(reply, "image/svg+xml", iconSvg),
  },
  {
    ...shared,
    path: "/openapi.json",
    summary: "The OpenAPI 3.1 document, with a row schema for each model.",
    response: { type: "object" },
    handle: (_request, _reply, context) => context.openapi(),
  },
];

function page(request: FastifyRequest, reply: FastifyReply, context: AppContext): FastifyReply {
  const { deployments, version, routes } = context;
  const text = docsPage({
    version,
    origin: `http://${request.headers.host}`,
    deployments: deployments.list(),
    problems: deployments.problems(),
    routes: routes.filter(({ path }) => !path.startsWith("/docs/")),
  });
  return file(reply.header("content-security-policy", contentSecurityPolicy), "text/html", text);
}

function file(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply.type(`${type}; charset=utf-8`).send(text);
}
