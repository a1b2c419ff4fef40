import pc from "picocolors";
import { explainSteps, type StepExplanation } from "../run/index.ts";
import type { Command } from "./command.ts";
import { withExistingStore } from "./home.ts";

export const whyCommand: Command = {
  name: "why",
  summary: "Say why a step of a run was run or skipped",
  arguments: [
    { name: "[run]", summary: 'a run\'s id, the start of one, or "latest" (default)' },
    { name: "[step]", summary: "one step (default: all)" },
  ],
  options: [],
  examples: [
    { line: "millrace why", does: "every step of the latest run, with the reason" },
    { line: "millrace why latest train", does: "what changed since the step was last done" },
  ],
  run: (invocation) =>
    withExistingStore(invocation, async (store) => {
      const [run = "latest", step] = invocation.args;
      const explanations = await explainSteps(store, run, step);
      return { exitCode: 0, json: explanations, text: explanations.flatMap(linesOf).join("\n") };
    }),
};

function linesOf({ step, cached, status, why }: StepExplanation): string[] {
  const what = cached ? "skipped" : status === "succeeded" ? "run" : status;
  const changes = why.kind === "changed" ? why.changes : [];
  return [
    `${pc.bold(step)} ${pc.dim(what)}: ${why.text}`,
    ...changes.map(({ what, before, after }) => `    ${what}: ${pc.red(shown(before))} -> ${pc.green(shown(after))}`),
  ];
}

/** Digests by their beginning: `--json` has them whole. */
function shown(value: string | null): string {
  return (value ?? "(absent)").replace(
    /sha256:[0-9a-f]{64}/g,
    (digest) => `${digest.slice(0, "sha256:".length + 12)}…`,
  );
}
