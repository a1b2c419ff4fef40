import type { ErrorCode } from "../../errors/index.ts";
import type { FitResult, FoldResult, TrainingTask } from "../executor.ts";

/** What a worker thread is asked. */
export interface ThreadRequest {
  readonly id: number;
  readonly task: TrainingTask;
}

/** What it answers: any number of words on the way, then the end of each request, once. */
export type ThreadReply =
  | { readonly id: number; readonly kind: "progress"; readonly share: number; readonly note: string }
  | { readonly id: number; readonly kind: "checkpoint"; readonly state: Uint8Array }
  | ThreadEnd;

/** How a request ended. */
export type ThreadEnd =
  | { readonly id: number; readonly kind: "done"; readonly result: FoldResult | FitResult }
  | {
      readonly id: number;
      readonly kind: "failed";
      readonly message: string;
      /** Set where the error is one of the table: it is made again on the other side. */
      readonly known: { readonly code: ErrorCode; readonly detail: unknown } | null;
    };
