export type { ClaimRenewal, RenewableClaim } from "./claim-renewal.ts";
export { inlineRenewal } from "./inline-renewal.ts";
export { threadedRenewal } from "./threaded-renewal.ts";
