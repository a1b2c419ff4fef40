import { resolve } from "node:path";
import { runSummary } from "../pictures/index.ts";
import { describeRun, type FinishedRun, requireLintFree, runWorkflow } from "../run/index.ts";
import { loadWorkflow } from "../workflow/index.ts";
import { actorOf } from "./actor.ts";
import { type Answer, type Command, list, text } from "./command.ts";
import { refreshEnvironment } from "./environment-file.ts";
import { withStore } from "./home.ts";
import { runProgress } from "./run-progress.ts";
import { threadsOf } from "./threads.ts";

/** Exit codes of a run that ended: what a script or CI branches on. */
const exitOfVerdict = { pass: 0, fail: 3, insufficient: 4 } as const;

export const runCommand: Command = {
  name: "run",
  summary: "Run a workflow: data to a gated, registered model",
  arguments: [{ name: "[file]", summary: "the workflow file, or its folder (default: here)" }],
  options: [
    { flags: "--threads <n>", summary: "tasks at a time (default: one a core); never changes the result" },
    { flags: "--note <text>", summary: "a remark kept with the run" },
    { flags: "--tag <tag>", summary: "a tag kept with the run; may be repeated", repeatable: true },
  ],
  examples: [
    { line: "millrace run", does: "run the workflow in this folder, or go on with one that was interrupted" },
    { line: "millrace run churn.workflow.ts --threads 1", does: "run that file on one thread: the same model, later" },
    {
      line: 'millrace run --note "without the new feature" --tag ablation',
      does: "say why, for whoever reads the history",
    },
    {
      line: "millrace run --json > result.json",
      does: "one JSON object for a script; exit code 0 pass, 3 fail, 4 insufficient, 5 check",
    },
  ],
  async run(invocation): Promise<Answer> {
    const { terminal } = invocation;
    const threads = threadsOf(invocation);
    const loaded = await loadWorkflow(resolve(terminal.workingFolder, invocation.args[0] ?? "."));
    // Before there is a home: of a file that can't be run nothing stays behind.
    requireLintFree(loaded);
    return withStore(
      invocation,
      async (store) => {
        const progress = runProgress(terminal);
        const finished = await runWorkflow({
          store,
          loaded,
          threads,
          note: text(invocation, "note"),
          tags: list(invocation, "tag"),
          actor: actorOf(terminal),
          observer: progress,
          signal: terminal.interrupted,
        });
        progress.end();
        if (finished.result.status === "failed") throw finished.error;
        await refreshEnvironment(store, loaded.file);
        const story = await describeRun(store, finished.result.run);
        return { exitCode: exitCodeOf(finished), json: finished.result, text: runSummary(story).join("\n") };
      },
      loaded.file,
    );
  },
};

function exitCodeOf({ result }: FinishedRun): number {
  if (result.status === "cancelled") return 130;
  return result.verdict === null ? 1 : exitOfVerdict[result.verdict];
}
