import type { PartKind } from "./parts.ts";

/** Where a drawing and a workflow part ways. */
export interface Difference {
  readonly kind:
    | "drawn, not in the workflow"
    | "in the workflow, not drawn"
    | "in another order"
    | "no failure branch drawn"
    | "threshold differs"
    | "metric differs"
    | "schedule differs"
    | "rollout differs"
    | "monitoring differs"
    | "search differs"
    | "split differs"
    | "not understood";
  /** A remark doesn't keep a drawing from conforming. */
  readonly severity: "difference" | "remark";
  readonly part: PartKind | null;
  /** Of the drawing; null for what isn't drawn. */
  readonly line: number | null;
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A drawing against a workflow. */
export interface Conformity {
  /** True where there are no differences; remarks are allowed. */
  readonly conforms: boolean;
  readonly differences: readonly Difference[];
}
