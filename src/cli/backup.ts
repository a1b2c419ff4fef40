import { resolve } from "node:path";
import { backup } from "../store/index.ts";
import type { Command } from "./command.ts";
import { withExistingStore } from "./home.ts";
import { formatSize } from "./size.ts";

export const backupCommand: Command = {
  name: "backup",
  summary: "Write the whole home into one file, while others go on working",
  arguments: [{ name: "<file>", summary: "the archive to write: .tar, or .tar.gz to compress it" }],
  options: [],
  examples: [
    {
      line: "millrace backup home-2026-11-21.tar.gz",
      does: "records and artifacts of one moment, verified on the way",
    },
  ],
  run: (invocation) =>
    withExistingStore(invocation, async (store) => {
      const report = await backup(store, resolve(invocation.terminal.workingFolder, invocation.args[0]!));
      const text = `${report.events} events and ${report.artifacts} artifacts -> ${report.file} (${formatSize(report.sizeBytes)})`;
      return { exitCode: 0, json: report, text };
    }),
};
