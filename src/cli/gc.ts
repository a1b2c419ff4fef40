import { fail } from "../errors/index.ts";
import { collectGarbage } from "../store/index.ts";
import { actorOf } from "./actor.ts";
import { type Command, flag, text } from "./command.ts";
import { withExistingStore } from "./home.ts";
import { formatSize, parseSize } from "./size.ts";

export const gcCommand: Command = {
  name: "gc",
  summary: "Drop what no alias, version, run or log needs any more, down to a budget",
  arguments: [],
  options: [
    { flags: "--budget <size>", summary: 'drop least recently used artifacts until all are no larger ("10gb")' },
    { flags: "--keep-days <n>", summary: "keep what runs used within so many days (default: 30; 0 with a budget)" },
    { flags: "--dry-run", summary: "say what would go, and touch nothing" },
  ],
  examples: [
    { line: "millrace gc --dry-run", does: "what could go" },
    { line: "millrace gc --budget 10gb", does: "what versions need to be loaded and reproduced always stays" },
  ],
  run: (invocation) =>
    withExistingStore(invocation, async (store) => {
      const budget = text(invocation, "budget");
      const report = await collectGarbage(store, {
        budgetBytes: budget === undefined ? undefined : parseSize("--budget", budget),
        keepDays: daysOf(text(invocation, "keepDays")),
        dryRun: flag(invocation, "dryRun"),
        actor: actorOf(invocation.terminal),
      });
      const verb = report.dryRun ? "would be dropped" : "dropped";
      const over =
        report.overBudgetBytes === 0
          ? ""
          : `\n${formatSize(report.overBudgetBytes)} above the budget stay: versions or running work need them`;
      const done = `${report.collected.length} artifacts ${verb} (${formatSize(report.collectedBytes)}), ${report.keptArtifacts} kept (${formatSize(report.keptBytes)})`;
      return { exitCode: 0, json: report, text: done + over };
    }),
};

function daysOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const days = Number(given);
  if (Number.isFinite(days) && days >= 0 && given.trim() !== "") return days;
  throw fail("CLI_OPTION_INVALID", { option: "--keep-days", expected: "a number from 0 up", got: given });
}
