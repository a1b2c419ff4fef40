import { dirname, resolve } from "node:path";
import { openStore, type Store } from "../store/index.ts";
import { type Invocation, text } from "./command.ts";

/**
 * The home folder of a command: `--home`, else MILLRACE_HOME, else `.millrace` beside the workflow file (or in the current
 * folder, where the command has no workflow).
 */
export function homeOf(invocation: Invocation, workflowFile?: string): string {
  const { workingFolder, environment } = invocation.terminal;
  const named = text(invocation, "home") ?? (environment["MILLRACE_HOME"] || undefined);
  if (named !== undefined) return resolve(workingFolder, named);
  return resolve(workflowFile === undefined ? workingFolder : dirname(workflowFile), ".millrace");
}

/** Opens the home of a command, hands it over and closes it whatever happens. */
export async function withStore<T>(
  invocation: Invocation,
  work: (store: Store) => Promise<T>,
  workflowFile?: string,
): Promise<T> {
  const store = await openStore(homeOf(invocation, workflowFile), { clock: invocation.terminal.clock });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
