import { fail } from "../errors/index.ts";
import { reproduce } from "../run/index.ts";
import type { Command } from "./command.ts";
import { withExistingStore } from "./home.ts";
import { runProgress } from "./run-progress.ts";
import { threadsOf } from "./threads.ts";

export const reproduceCommand: Command = {
  name: "reproduce",
  summary: "Train a version again from its snapshot and prove that the digest is the same",
  arguments: [{ name: "<model>", summary: "name@version, name@alias, or name" }],
  options: [{ flags: "--threads <n>", summary: "tasks at a time (default: one a core); never changes the result" }],
  examples: [
    { line: "millrace reproduce churn@3", does: "exit code 0 only if the very same bytes come out" },
    { line: "millrace reproduce churn --threads 1 --json", does: "both digests as JSON" },
  ],
  run: (invocation) =>
    withExistingStore(invocation, async (store) => {
      const { terminal } = invocation;
      const progress = runProgress(terminal);
      const outcome = await reproduce({
        store,
        reference: invocation.args[0]!,
        threads: threadsOf(invocation),
        signal: terminal.interrupted,
        observer: progress,
      });
      progress.end();
      const name = `${outcome.model}@${outcome.version}`;
      if (!outcome.same)
        throw fail("RUN_NOT_REPRODUCED", { model: name, expected: outcome.expected, got: outcome.got });
      const seconds = (outcome.durationMs / 1000).toFixed(1);
      const text = `${name} reproduced in ${seconds} s: ${outcome.trials} trials and the fit made again, and the digest is the same\n  ${outcome.got}`;
      return { exitCode: 0, json: outcome, text };
    }),
};
