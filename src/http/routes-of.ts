import type { Route } from "./context.ts";
import type { AppPart } from "./contract/contract.ts";
import { routes } from "./routes/index.ts";

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
