export { callSite } from "./call-site.ts";
export type * from "./specs.ts";
