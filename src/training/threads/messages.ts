import type { ErrorCode } from "../../errors/index.ts";
import type { FitResult, FoldResult, TrainingTask } from "../executor.ts";

/** What a worker thread is asked. */
export interface ThreadRequest {
  readonly id: number;
  readonly task: TrainingTask;
}

/** What it answers, once for each request. */
export type ThreadReply =
  | { readonly id: number; readonly ok: true; readonly result: FoldResult | FitResult }
  | {
      readonly id: number;
      readonly ok: false;
      readonly message: string;
      /** Set where the error is one of the table: it is made again on the other side. */
      readonly known: { readonly code: ErrorCode; readonly detail: unknown } | null;
    };
