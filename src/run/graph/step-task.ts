import type { RunContext } from "../context.ts";
import type { MadeOutputs, StepInstance } from "./plan-graph.ts";
import type { Input, InputPorts, InputsOf, Outputs } from "./port.ts";
import type { StepTask, StepWork } from "./step-type.ts";

/** What an instance works with in a run. @param made what earlier instances stored */
export function stepTask(context: RunContext, instance: StepInstance, made: MadeOutputs): StepTask {
  const { id, of, type, sources } = instance;
  const digests: Record<string, string> = {};
  const inputs: Record<string, unknown> = {};
  for (const [name, { port, reach }] of Object.entries(type.inputs)) {
    const found = (sources[name] ?? []).flatMap((source): Input<unknown>[] => {
      const digest = made.get(source.instance)?.[source.output];
      if (digest === undefined) return [];
      digests[`${source.instance}.${source.output}`] = digest;
      return [{ digest, read: () => context.data.read(port.codec, digest) }];
    });
    if (reach === "one" && found.length === 0) throw new Error(`step ${id} lacks its input "${name}"`);
    inputs[name] = reach === "each" ? found : found[0];
  }
  return {
    context,
    of,
    inputs: inputs as InputsOf<InputPorts>,
    digests,
    progress: (share, note) => context.observer.onProgress?.(id, share, note),
  };
}

/** What a step stored, without outputs that there was no occasion for. */
export function storedOutputs(outputs: StepWork["outputs"]): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
