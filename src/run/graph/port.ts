import type { Codec, Stored } from "../../store/index.ts";

/** One thing that a step makes, and how it is kept. Later steps name this very object to read it. */
export interface OutputPort<T = unknown, Optional extends boolean = boolean> {
  readonly codec: Codec<T>;
  /** Whether the step may end without having made it. */
  readonly isOptional: Optional;
}

/** What a step makes, by name. */
export type OutputPorts = Readonly<Record<string, OutputPort>>;

/** An output that is always made. */
export function output<T>(codec: Codec<T>): OutputPort<T, false> {
  return { codec, isOptional: false };
}

/** An output that there may be no occasion for. */
export function optionalOutput<T>(codec: Codec<T>): OutputPort<T, true> {
  return { codec, isOptional: true };
}

/** How many instances of the step that makes an output are read: the one there is, that or none, every one. */
export type Reach = "one" | "maybe" | "each";

/** One thing that a step reads. */
export interface InputPort<T = unknown, R extends Reach = Reach> {
  readonly port: OutputPort<T>;
  readonly reach: R;
}

/** What a step reads, by name. */
export type InputPorts = Readonly<Record<string, InputPort>>;

/**
 * An output of an earlier step. Where that step has several instances, an instance reads from the one of its own name.
 * @example inputs: { table: from(snapshotStep.outputs.table) }
 */
export function from<T>(port: OutputPort<T>): InputPort<T, "one"> {
  return { port, reach: "one" };
}

/** An output that may not have been made. */
export function maybe<T>(port: OutputPort<T>): InputPort<T, "maybe"> {
  return { port, reach: "maybe" };
}

/** The output of every instance, in the order of the graph. */
export function each<T>(port: OutputPort<T>): InputPort<T, "each"> {
  return { port, reach: "each" };
}

/** What an input port hands over: a digest, and the value where it is asked for. */
export interface Input<T> {
  readonly digest: Stored<T>;
  /** Verified and decoded; once a run, however many steps want it. @throws STORE_ARTIFACT_* */
  read(): Promise<T>;
}

/** The inputs of a step, as its ports say. */
export type InputsOf<I extends InputPorts> = { readonly [K in keyof I]: InputOf<I[K]> };

type InputOf<P> =
  P extends InputPort<infer T, infer R>
    ? R extends "one"
      ? Input<T>
      : R extends "maybe"
        ? Input<T> | undefined
        : readonly Input<T>[]
    : never;

/** What a step stored, as its ports say. */
export type OutputsOf<O extends OutputPorts> = {
  readonly [K in keyof O]: O[K] extends OutputPort<infer T, infer Optional>
    ? Stored<T> | (Optional extends true ? undefined : never)
    : never;
};

/** Digests of what an instance stored, by the names of its outputs. */
export type Outputs = Readonly<Record<string, string>>;
