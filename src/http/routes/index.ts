import type { Route } from "../context.ts";
import type { AppPart } from "../contract/contract.ts";
import { diagramRoutes } from "./diagrams.ts";
import { docsRoutes } from "./docs.ts";
import { healthRoutes } from "./health.ts";
import { invocationRoutes } from "./invocations.ts";
import { kserveRoutes } from "./kserve.ts";
import { metricsRoutes } from "./metrics.ts";
import { modelRoutes } from "./models.ts";
import { openInferenceRoutes } from "./open-inference.ts";
import { predictRoutes } from "./predict.ts";

/** The one table of routes: app, OpenAPI document, docs page and the conformance tests all iterate over it. */
export const routes: readonly Route[] = [
  ...predictRoutes,
  ...modelRoutes,
  ...diagramRoutes,
  ...healthRoutes,
  ...metricsRoutes,
  ...openInferenceRoutes,
  ...kserveRoutes,
  ...invocationRoutes,
  ...docsRoutes,
];

/** The routes of one of the two apps; of both where none is named. */
export function routesOf(part: Exclude<AppPart, "both"> | undefined): readonly Route[] {
  return part === undefined ? routes : routes.filter((route) => route.part === part || route.part === "both");
}

/** Methods with which a path can be asked (for 405), empty where there is no such path. */
export function methodsAt(path: string, routes: readonly Pick<Route, "method" | "path">[]): readonly string[] {
  const methods = routes.filter((route) => patternOf(route.path).test(path)).map(({ method }) => method);
  return [...new Set(methods)];
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/:\w+/g, "[^/]+")}/?$`);
}
