import { isMillraceError } from "../errors/index.ts";
import { runSummary, versionSummary } from "../pictures/index.ts";
import { describeVersion } from "../registry/index.ts";
import { describeRun } from "../run/index.ts";
import { listModels, type Store } from "../store/index.ts";
import type { Answer, Command } from "./command.ts";
import { withExistingStore } from "./home.ts";
import { runDocument } from "./run-document.ts";

export const showCommand: Command = {
  name: "show",
  summary: "Show a run or a model version",
  arguments: [
    { name: "[what]", summary: 'a run\'s id or the start of one, "latest" (default), or model[@version|@alias]' },
  ],
  options: [],
  examples: [
    { line: "millrace show", does: "the latest run: what was asked, tried, measured and decided" },
    {
      line: "millrace show churn@champion",
      does: "a version: where it came from, what it is worth, which aliases point at it",
    },
  ],
  run: (invocation) => withExistingStore(invocation, (store) => show(store, invocation.args[0] ?? "latest")),
};

async function show(store: Store, what: string): Promise<Answer> {
  if (what.includes("@") || (await listModels(store)).includes(what)) {
    const version = await describeVersion(store, what);
    return { exitCode: 0, json: version, text: versionSummary(version).join("\n") };
  }
  try {
    const story = await describeRun(store, what);
    return { exitCode: 0, json: runDocument(story), text: runSummary(story).join("\n") };
  } catch (error) {
    if (isMillraceError(error, "STORE_RUN_UNKNOWN") && what !== "latest")
      return await showVersionOrThrow(store, what, error);
    throw error;
  }
}

/** A word that is neither: the error about runs says more, unless a model of nearly that name is there. */
async function showVersionOrThrow(store: Store, what: string, error: Error): Promise<Answer> {
  const version = await describeVersion(store, what).catch(() => {
    throw error;
  });
  return { exitCode: 0, json: version, text: versionSummary(version).join("\n") };
}
