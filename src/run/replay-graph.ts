import type { RunContext } from "./context.ts";
import type { MadeOutputs, StepInstance } from "./graph/plan-graph.ts";
import type { Outputs } from "./graph/port.ts";
import { stepTask, storedOutputs } from "./graph/step-task.ts";

/**
 * Does steps of a recorded run again, with nothing taken from the cache and nothing told to the log.
 * @param recorded what the run's steps made: those that read the world, or chose by the time they took, go by it
 */
export async function replayGraph(
  context: RunContext,
  graph: readonly StepInstance[],
  recorded: MadeOutputs,
): Promise<MadeOutputs> {
  const made = new Map<string, Outputs>();
  for (const instance of graph) {
    context.signal.throwIfAborted();
    context.observer.onProgress?.(instance.id, 0, instance.type.title);
    made.set(instance.id, await replayStep(context, instance, made, recorded));
  }
  return made;
}

async function replayStep(
  context: RunContext,
  { id, type, ...rest }: StepInstance,
  made: MadeOutputs,
  recorded: MadeOutputs,
): Promise<Outputs> {
  const task = stepTask(context, { id, type, ...rest }, made);
  if (type.replay === undefined) return storedOutputs((await type.run(task, await type.parameters(task))).outputs);
  const before = recorded.get(id);
  if (before === undefined) throw new Error(`run ${context.run} has no record of what step ${id} made`);
  return storedOutputs(await type.replay(task, before));
}
