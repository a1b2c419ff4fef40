import { dirname } from "node:path";
import type { Claim, Store } from "../store/index.ts";
import type { Executor } from "../training/index.ts";
import { buildVersion, type WorkflowSpec } from "../workflow/index.ts";
import type { RunContext, RunObserver } from "./context.ts";
import { RunData } from "./run-data.ts";

/** What a replay is made of: the recorded run and where to do it again. */
export interface ReplayOptions {
  readonly store: Store;
  readonly run: string;
  readonly spec: WorkflowSpec;
  readonly workflowFile: string;
  readonly threads: number;
  readonly executor: Executor;
  readonly signal: AbortSignal;
  readonly observer: RunObserver;
}

/** A context in which steps do their work again and leave no trace in the log or the journal. */
export function replayContext(options: ReplayOptions): RunContext {
  const { store, run, executor, signal, observer, threads } = options;
  const claim: Claim = { key: `replay:${run}`, token: 0, signal, release: async () => {} };
  return {
    run,
    store,
    journal: {
      results: () => ({ read: async () => undefined, write: async () => {} }),
      readCheckpoint: async () => undefined,
      writeCheckpoint: async () => {},
      dropCheckpoint: async () => {},
    },
    executor,
    workflow: options.spec,
    baseFolder: dirname(options.workflowFile),
    threads,
    build: buildVersion(),
    actor: { kind: "duty", name: "reproduce" },
    signal,
    claim,
    observer,
    data: new RunData(store.artifacts),
    lint: () => [],
    emit: async () => {},
    cause: () => null,
  };
}
