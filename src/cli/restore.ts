import { resolve } from "node:path";
import { restore } from "../store/index.ts";
import type { Command } from "./command.ts";
import { homeOf } from "./home.ts";

export const restoreCommand: Command = {
  name: "restore",
  summary: "Make a home from a backup, verified before it appears",
  arguments: [{ name: "<file>", summary: "an archive that `millrace backup` wrote" }],
  options: [],
  examples: [
    {
      line: "millrace restore home-2026-11-21.tar.gz --home ./elsewhere",
      does: "refuses a home that is there already",
    },
  ],
  async run(invocation) {
    const report = await restore(
      resolve(invocation.terminal.workingFolder, invocation.args[0]!),
      homeOf(invocation),
      invocation.terminal.platform,
    );
    const made = new Date(report.createdAt).toISOString();
    const text = `${report.home} restored: ${report.events} events and ${report.artifacts} artifacts, as of ${made}; log and digests verified`;
    return { exitCode: 0, json: report, text };
  },
};
