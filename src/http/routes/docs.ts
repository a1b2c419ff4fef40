import { type AppContext, implement, type Route } from "../context.ts";
import { docsContract } from "../contract/docs.ts";
import { pageScript } from "../docs-page/browser.ts";
import { docsPage } from "../docs-page/page.ts";
import { iconSvg, pageStyle } from "../docs-page/style.ts";
import { Reply, textReply } from "../reply.ts";

/** The page runs and styles itself from its own two files; nothing else, from nowhere else. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The OpenAPI document and the page for people. */
export const docsRoutes: readonly Route[] = implement(docsContract, {
  root: () => new Reply("", { status: 302, headers: { location: "/docs" } }),
  page: ({ host }, _caller, context) =>
    textReply("text/html", page(host, context), { "content-security-policy": contentSecurityPolicy }),
  script: () => textReply("text/javascript", pageScript),
  style: () => textReply("text/css", pageStyle),
  icon: () => textReply("image/svg+xml", iconSvg),
  openapi: (_input, _caller, { openapi }) => openapi(),
});

function page(host: string, { deployments, version, routes }: AppContext): string {
  return docsPage({
    version,
    origin: `http://${host}`,
    deployments: deployments.list(),
    problems: deployments.problems(),
    routes: routes.filter(({ path }) => !path.startsWith("/docs/")),
  });
}
