import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { isMillraceError } from "../errors/index.ts";
import { declarationSubject, type LoadOptions, loadSubject, type Subject } from "../pictures/index.ts";
import { homeFolder, listRuns, requireHome, type Store } from "../store/index.ts";
import { loadWorkflow } from "../workflow/index.ts";
import type { Invocation } from "./command.ts";
import { homeOf, withExistingStore, withStore } from "./home.ts";

/**
 * What a picture is to be of. A reference is a workflow file or its folder, a model, a version of it, or a run; none means the
 * newest run of the home, else the workflow in this folder.
 * @throws STORE_HOME_MISSING, STORE_RUN_UNKNOWN, STORE_RUN_AMBIGUOUS, STORE_VERSION_UNKNOWN, and what `loadWorkflow` throws
 */
export async function subjectNamed(
  invocation: Invocation,
  reference: string | undefined,
  options: LoadOptions = {},
): Promise<Subject> {
  if (reference === undefined) return (await newestRun(invocation, options)) ?? declared(invocation, ".", options);
  const isFile = /\.[cm]?[jt]s$|^\.{1,2}$|[/\\]/.test(reference);
  if (isFile) return declared(invocation, reference, options);
  // A folder that bears a model's name: the model is meant, as everywhere else.
  const isFolder = existsSync(resolve(invocation.terminal.workingFolder, reference));
  try {
    return await withExistingStore(invocation, (store) => loadSubject(store, reference, options));
  } catch (error) {
    const isUnknown = isMillraceError(error, "STORE_RUN_UNKNOWN") || isMillraceError(error, "STORE_HOME_MISSING");
    if (isFolder && isUnknown) return declared(invocation, reference, options);
    throw error;
  }
}

async function newestRun(invocation: Invocation, options: LoadOptions): Promise<Subject | null> {
  return withHomeIfAny(invocation, undefined, async (store) => {
    if (store === null || (await listRuns(store, { limit: 1 })).length === 0) return null;
    return loadSubject(store, "latest", options);
  });
}

async function declared(invocation: Invocation, path: string, options: LoadOptions): Promise<Subject> {
  const { workflow, file } = await loadWorkflow(resolve(invocation.terminal.workingFolder, path));
  return withHomeIfAny(invocation, file, (store) => declarationSubject(workflow, store, options));
}

/** As `withExistingStore`, with null where there is no home. */
async function withHomeIfAny<T>(
  invocation: Invocation,
  workflowFile: string | undefined,
  work: (store: Store | null) => Promise<T>,
): Promise<T> {
  try {
    await requireHome(homeFolder(homeOf(invocation, workflowFile)));
  } catch (error) {
    if (isMillraceError(error, "STORE_HOME_MISSING")) return work(null);
    throw error;
  }
  return withStore(invocation, work, workflowFile);
}
