import { bytesOfBase64 } from "./base64.ts";
import { emitHistogram, type HistogramLayout } from "./emit-histogram.ts";
import { kernelMemory } from "./kernel-memory.ts";
import type { LinearExports } from "./linear-exports.ts";
import type { LossExports } from "./loss-exports.ts";
import { type MemoryKind, withMemoryKind } from "./memory-kind.ts";
import type { SharedKernel, ThreadTeam } from "./thread-team.ts";
import { trainingWasm } from "./training.wasm.ts";
import type { EmittedExports, TreeExports } from "./tree-exports.ts";

/** Functions of `assembly/training.ts`; every pointer is a byte address in the kernel's memory. */
interface TrainingExports extends LinearExports, LossExports, TreeExports {
  heapBase(): number;
  growForestTree(task: number): void;
  growIsolationTree(task: number): void;
  trainNetwork(task: number, from: number, to: number, epochStep: number): void;
  measureNetwork(task: number): void;
}

type Callable = (...args: number[]) => unknown;

const compiled: Partial<Record<MemoryKind, WebAssembly.Module>> = {};

/**
 * The training kernels over one memory of their own, out of which a fit takes all that it needs. It is shared where a team
 * helps, further instances of the same modules over the same memory; else it is plain, which runs in any page and lets the
 * collector know how much there is to give back.
 */
export class TrainingKernel implements SharedKernel {
  readonly memory: WebAssembly.Memory;
  readonly call: TrainingExports;
  readonly #kind: MemoryKind;
  #modules: readonly WebAssembly.Module[];
  #functions: Readonly<Record<string, Callable>>;
  readonly #team: ThreadTeam | undefined;
  #next: number;
  readonly #end: number;

  /**
   * @param sizeBytes what will be taken in all; `bytesFor` tells what one array costs
   * @param team threads that share `each`; without one the caller's thread does it all
   * @throws ML_TOO_LARGE
   */
  constructor(sizeBytes: number, team?: ThreadTeam) {
    this.#team = team !== undefined && team.size > 1 ? team : undefined;
    this.#kind = this.#team === undefined ? "unshared" : "shared";
    this.memory = kernelMemory(sizeBytes, this.#kind, "fit");
    this.#end = this.memory.buffer.byteLength;
    const module = (compiled[this.#kind] ??= new WebAssembly.Module(
      withMemoryKind(bytesOfBase64(trainingWasm), this.#kind),
    ));
    this.#modules = [module];
    const { exports } = new WebAssembly.Instance(module, this.#imports());
    this.#functions = exports as Record<string, Callable>;
    this.call = exports as unknown as TrainingExports;
    this.#next = Math.ceil(this.call.heapBase() / 64) * 64;
  }

  /** What an array of so many bytes costs: rounded up to cache lines, and a line to spare for whole-vector stores. */
  static bytesFor(sizeBytes: number): number {
    return (Math.ceil(sizeBytes / 64) + 1) * 64;
  }

  /** Threads among which `each` is shared. */
  get threads(): number {
    return this.#team?.size ?? 1;
  }

  /** Calls the function once for each list of arguments, on whichever thread is free; they must not depend on each other. */
  each(name: keyof TrainingExports | keyof EmittedExports, parts: readonly (readonly number[])[]): void {
    if (this.#team !== undefined && parts.length > 1) this.#team.each(this, name, parts);
    else for (const args of parts) this.invoke(name, args);
  }

  invoke(name: string, args: readonly number[]): void {
    this.#functions[name]!(...args);
  }

  /** What a thread instantiates, each after those that it imports from. */
  get modules(): readonly WebAssembly.Module[] {
    return this.#modules;
  }

  /** Takes zeroed memory and gives its address. */
  take(sizeBytes: number): number {
    const address = this.#next;
    this.#next += TrainingKernel.bytesFor(sizeBytes);
    if (this.#next > this.#end) throw new RangeError(`training memory is short of ${this.#next - this.#end} bytes`);
    return address;
  }

  /** Adds functions that are made for one layout; undefined where modules may not be compiled (a strict CSP). */
  emit(layout: HistogramLayout): EmittedExports | undefined {
    try {
      const emitted = new WebAssembly.Module(emitHistogram(layout, this.#kind));
      const { exports } = new WebAssembly.Instance(emitted, { ...this.#imports(), kernels: this.#functions });
      this.#modules = [...this.#modules, emitted];
      this.#functions = { ...this.#functions, ...(exports as Record<string, Callable>) };
      return exports as unknown as EmittedExports;
    } catch (error) {
      if (error instanceof WebAssembly.CompileError) return undefined;
      throw error;
    }
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  uint32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  int32(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  float32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  float64(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  #imports(): WebAssembly.Imports {
    return {
      env: {
        memory: this.memory,
        abort() {
          throw new Error("a training kernel aborted");
        },
      },
    };
  }
}
