import type { Deployment, DeploymentProblem } from "../../serving/index.ts";
import type { Route } from "../context.ts";
import { type Html, html } from "./html.ts";
import { modelCard } from "./model-card.ts";

/** What the docs page shows. */
export interface DocsPage {
  readonly version: string;
  /** `http://127.0.0.1:7400`: where the reader found the page. */
  readonly origin: string;
  readonly deployments: readonly Deployment[];
  readonly problems: readonly DeploymentProblem[];
  readonly routes: readonly Route[];
}

/** The docs page: every model with a form that asks it, every route with what it does. No script or style stands in it. */
export function docsPage(page: DocsPage): string {
  const groups = grouped(page.routes);
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Millrace</title>
  <link rel="icon" href="/docs/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/docs/style.css">
  <script src="/docs/page.js" defer></script>
</head>
<body>
  <nav aria-label="Sections">
    <a class="brand" href="/docs"><img src="/docs/icon.svg" alt="" width="28" height="28">Millrace</a>
    ${status(page)}
    <h2>Models</h2>
    ${page.deployments.map(({ name }) => html`<a href="#model-${name}">${name}</a>`)}
    <h2>Routes</h2>
    ${[...groups.keys()].map((group) => html`<a href="#${slug(group)}">${group}</a>`)}
    <p class="quiet foot">Millrace ${page.version}<br><a href="/openapi.json">OpenAPI 3.1</a> · <a href="/metrics">Metrics</a> · <a href="/health">Health</a></p>
  </nav>
  <main>
    <section class="lead">
      <h1>Ask a model</h1>
      <p>Send a row, get a prediction with its probabilities and the exact version that made it.</p>
    </section>
    ${page.problems.map(problem)}
    ${page.deployments.length === 0 ? html`<p class="card">No model is loaded yet.</p>` : page.deployments.map((deployment) => modelCard(deployment, page.origin))}
    <section class="lead"><h1>Every route</h1><p>Plain JSON, and three protocols that other tools already speak.</p></section>
    ${[...groups].map(([group, routes]) => routeGroup(group, routes))}
  </main>
</body>
</html>`.text;
}

function grouped(routes: readonly Route[]): Map<string, Route[]> {
  const groups = new Map<string, Route[]>();
  for (const route of routes) groups.set(route.group, [...(groups.get(route.group) ?? []), route]);
  return groups;
}

function status({ deployments, problems }: DocsPage): Html {
  const count = `${deployments.length} model${deployments.length === 1 ? "" : "s"}`;
  if (problems.length > 0) return html`<span class="status warn">Degraded · ${count}</span>`;
  return deployments.length === 0
    ? html`<span class="status warn">Not ready</span>`
    : html`<span class="status">Ready · ${count}</span>`;
}

function problem({ model, wanted, serving, message }: DeploymentProblem): Html {
  const instead = serving === null ? "Nothing answers in its place." : `Version ${serving} goes on answering.`;
  return html`<p class="card problem"><strong>${model}@${wanted} can't be loaded.</strong> ${instead} ${message}</p>`;
}

function routeGroup(group: string, routes: readonly Route[]): Html {
  return html`<section class="card routes" id="${slug(group)}"><h3>${group}</h3><ul>${routes.map(routeLine)}</ul></section>`;
}

function routeLine({ method, path, summary, permission }: Route): Html {
  return html`<li><span class="method ${method.toLowerCase()}">${method}</span><code>${path.replace(/:(\w+)/g, "{$1}")}</code><span class="summary">${summary}</span><span class="tag">${permission}</span></li>`;
}

function slug(group: string): string {
  return group.toLowerCase().replace(/\W+/g, "-");
}
