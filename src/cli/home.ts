import { dirname, resolve } from "node:path";
import { isMillraceError } from "../errors/index.ts";
import { homeFolder, openStore, requireHome, type Store } from "../store/index.ts";
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

/** As `withStore`, for commands that need what is there: they make no home. @throws STORE_HOME_MISSING */
export async function withExistingStore<T>(invocation: Invocation, work: (store: Store) => Promise<T>): Promise<T> {
  await requireHome(homeFolder(homeOf(invocation)));
  return withStore(invocation, work);
}

/** As `withExistingStore`, but what is said where there is no home is the command's own. */
export async function withStoreIfAny<T>(
  invocation: Invocation,
  work: (store: Store) => Promise<T>,
  otherwise: (home: string) => T,
): Promise<T> {
  try {
    return await withExistingStore(invocation, work);
  } catch (error) {
    if (isMillraceError(error, "STORE_HOME_MISSING")) return otherwise(homeOf(invocation));
    throw error;
  }
}

/** Opens the home of a command, made where there is none, hands it over and closes it whatever happens. */
export async function withStore<T>(
  invocation: Invocation,
  work: (store: Store) => Promise<T>,
  workflowFile?: string,
): Promise<T> {
  const store = await openStore(homeOf(invocation, workflowFile), { platform: invocation.terminal.platform });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
