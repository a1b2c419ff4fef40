/** The HTTP surface: prediction routes in four protocols, health, metrics, documentation. */
export { type App, type AppOptions, createApp } from "./app.ts";
export type { Caller, RequestHead } from "./caller.ts";
export type { Route } from "./context.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export { routes } from "./routes/index.ts";
export { type RunningServer, type ServeOptions, startServer, stopOnSignals } from "./serve.ts";
