import { stepTypes } from "../steps/index.ts";
import type { InputPort, OutputPort, Outputs } from "./port.ts";
import type { PlannedSpec, StepType } from "./step-type.ts";

/** A step of a run's graph. */
export interface StepInstance {
  /** The type's name, and which instance where there are several: "fit", "snapshot:orders". */
  readonly id: string;
  readonly type: StepType;
  /** Which of the type's instances; null where there is only one. */
  readonly of: string | null;
  /** Where each input comes from, by the input's name: outputs of earlier instances. */
  readonly sources: Readonly<Record<string, readonly OutputRef[]>>;
}

/** An output of an instance. */
export interface OutputRef {
  readonly instance: string;
  readonly output: string;
}

/** What instances made so far, by their ids. */
export type MadeOutputs = ReadonlyMap<string, Outputs>;

/** The steps that a workflow takes, in an order in which each finds its inputs made. */
export function planGraph(spec: PlannedSpec, types: readonly StepType[] = stepTypes): StepInstance[] {
  const graph: StepInstance[] = [];
  for (const type of types) {
    const names = type.instances?.(spec) ?? [null];
    graph.push(...names.map((of) => planInstance(type, of, graph)));
  }
  return graph;
}

/** The steps that an output depends on, in order; those that make it are the last. */
export function neededFor(port: OutputPort, graph: readonly StepInstance[]): StepInstance[] {
  const makers = graph.filter(({ type }) => outputName(type, port) !== undefined);
  const needed = new Set(makers.map(({ id }) => id));
  for (const instance of [...graph].reverse()) {
    if (!needed.has(instance.id)) continue;
    for (const { instance: maker } of Object.values(instance.sources).flat()) needed.add(maker);
  }
  return graph.filter((instance) => needed.has(instance.id));
}

/** The digest of an output that a single instance makes; undefined where it didn't come to it. */
export function madeBy(port: OutputPort, graph: readonly StepInstance[], made: MadeOutputs): string | undefined {
  for (const { id, type } of graph) {
    const name = outputName(type, port);
    if (name !== undefined) return made.get(id)?.[name];
  }
  return undefined;
}

/** The name of an output among those of a type of step; undefined where it is another's. */
export function outputName({ outputs }: StepType, port: OutputPort): string | undefined {
  return Object.keys(outputs).find((name) => outputs[name] === port);
}

function planInstance(type: StepType, of: string | null, earlier: readonly StepInstance[]): StepInstance {
  const id = of === null ? type.name : `${type.name}:${of}`;
  const sources = Object.entries(type.inputs).map(([name, input]) => {
    return [name, sourcesOf(input, of, earlier, `input "${name}" of step ${id}`)] as const;
  });
  return { id, type, of, sources: Object.fromEntries(sources) };
}

function sourcesOf(
  { port, reach }: InputPort,
  of: string | null,
  earlier: readonly StepInstance[],
  where: string,
): OutputRef[] {
  const makers = earlier.flatMap((instance) => {
    const output = outputName(instance.type, port);
    return output === undefined ? [] : [{ instance: instance.id, output, of: instance.of }];
  });
  const own = makers.length > 1 && reach !== "each" ? makers.filter((maker) => maker.of === of) : makers;
  if (reach === "one" && own.length !== 1) {
    throw new Error(`${where} is made by ${makers.length} earlier steps, of which ${own.length} fit`);
  }
  return own.map(({ instance, output }) => ({ instance, output }));
}
