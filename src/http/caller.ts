import type { Permission } from "./contract/contract.ts";

/** Who asks, as far as a server may know, and what they may do. */
export interface Caller {
  readonly permissions: ReadonlySet<Permission>;
}

/** What is known of a request before its body has come. */
export interface RequestHead {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly address: string;
}

/** Whoever reaches a server without access control may read and predict. */
export const anyone: Caller = { permissions: new Set(["read", "predict"]) };
