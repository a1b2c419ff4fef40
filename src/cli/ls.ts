import pc from "picocolors";
import { type ListedModel, type ListedRun, type Listing, listing } from "../registry/index.ts";
import type { Answer, Command } from "./command.ts";
import { withStoreIfAny } from "./home.ts";

export const lsCommand: Command = {
  name: "ls",
  summary: "List models with their versions and aliases, and the newest runs",
  arguments: [],
  options: [],
  examples: [
    { line: "millrace ls", does: "what is in this home" },
    { line: "millrace ls --json", does: "the same, with every metric" },
  ],
  run: (invocation) =>
    withStoreIfAny(
      invocation,
      async (store) => answer(store.home, await listing(store)),
      (home) => answer(home, { models: [], runs: [] }),
    ),
};

function answer(home: string, listed: Listing): Answer {
  const text =
    listed.models.length === 0 && listed.runs.length === 0
      ? `Nothing here yet (${home}). Begin with: millrace init --data my.csv --target y`
      : ["", ...modelLines(listed.models), ...runLines(listed.runs), ""].join("\n");
  return { exitCode: 0, json: listed, text };
}

function modelLines(models: readonly ListedModel[]): string[] {
  if (models.length === 0) return [];
  const rows = models.flatMap(({ name, versions }) =>
    versions.map((version) => [
      `${name}@${version.version}`,
      version.aliases.join(", "),
      day(version.registeredAt),
      version.run ?? "imported",
      version.digest.slice(0, "sha256:".length + 12),
    ]),
  );
  return [pc.bold("Models"), ...align([["version", "aliases", "registered", "run", "digest"], ...rows]), ""];
}

function runLines(runs: readonly ListedRun[]): string[] {
  const rows = runs.map((run) => [
    run.id,
    run.workflow,
    run.status,
    run.verdict ?? "",
    run.durationMs === null ? "" : `${(run.durationMs / 1000).toFixed(1)} s`,
    [run.note ?? "", ...run.tags.map((tag) => `#${tag}`)].filter((part) => part !== "").join(" "),
  ]);
  return [pc.bold("Runs"), ...align([["run", "workflow", "status", "verdict", "took", "note"], ...rows])];
}

/** Rows as columns of equal width; the first row is a heading. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row, i) => {
    const line = `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd();
    return i === 0 ? pc.dim(line) : line;
  });
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}
