import type { Route } from "../context.ts";
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
