import { bytesOfBase64 } from "./base64.ts";
import { emitHistogram, type HistogramLayout } from "./emit-histogram.ts";
import type { LinearExports } from "./linear-exports.ts";
import type { LossExports } from "./loss-exports.ts";
import type { SharedKernel, ThreadTeam } from "./thread-team.ts";
import { trainingWasm } from "./training.wasm.ts";

/** Functions of `assembly/training.ts`; every pointer is a byte address in the kernel's shared memory. */
interface TrainingExports extends LinearExports, LossExports {
  heapBase(): number;
  sortableKeys(values: number, n: number, keys: number): number;
  radixSort(keys: number, n: number, sorted: number, counts: number): void;
  binNumeric(values: number, n: number, table: number, bins: number): void;
  binCategorical(values: number, n: number, table: number, levels: number, bins: number): void;
  interleave(columns: number, n: number, features: number, stride: number, rows: number): void;
  largestMagnitude(values: number, from: number, to: number): number;
  quantise(
    g: number,
    h: number,
    from: number,
    to: number,
    key: number,
    gScale: number,
    hScale: number,
    entries: number,
  ): void;
  sampleEntries(entries: number, n: number, key: number, below: number): number;
  sumEntries(entries: number, n: number): bigint;
  accumulate(
    entries: number,
    n: number,
    rows: number,
    stride: number,
    layout: number,
    features: number,
    histogram: number,
  ): void;
  clear(p: number, bytes: number): void;
  subtract(parent: number, child: number, bytes: number): void;
  searchFeatures(
    histogram: number,
    layout: number,
    features: number,
    n: number,
    total: bigint,
    rules: number,
    result: number,
    scratch: number,
  ): void;
  partition(source: number, n: number, target: number, column: number, table: number): number;
  addToLeaf(entries: number, n: number, scores: number, value: number): void;
  sumWeights(entries: number, n: number, weights: number): number;
  addTree(rows: number, stride: number, from: number, to: number, nodes: number, tables: number, scores: number): void;
  growForestTree(task: number): void;
  trainNetwork(task: number, from: number, to: number, epochStep: number): void;
  measureNetwork(task: number): void;
}

const PAGE = 65536;
let module: WebAssembly.Module | undefined;

/**
 * The training kernels over one shared memory of their own, out of which a fit takes all that it needs. A thread team
 * is further instances of the same module over the same memory.
 */
export class TrainingKernel implements SharedKernel {
  readonly memory: WebAssembly.Memory;
  readonly modules: readonly WebAssembly.Module[];
  readonly call: TrainingExports;
  readonly #team: ThreadTeam | undefined;
  #next: number;
  readonly #end: number;

  /**
   * @param sizeBytes what will be taken in all; `bytesFor` tells what one array costs
   * @param team threads that share `each`; without one the caller's thread does it all
   */
  constructor(sizeBytes: number, team?: ThreadTeam) {
    this.#team = team;
    const pages = Math.ceil(sizeBytes / PAGE) + 1;
    if (pages > PAGE) throw new RangeError(`a fit of ${sizeBytes} bytes is over the 4 GiB of a wasm memory`);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    this.#end = pages * PAGE;
    module ??= new WebAssembly.Module(bytesOfBase64(trainingWasm));
    this.modules = [module];
    this.call = new WebAssembly.Instance(module, this.#imports()).exports as unknown as TrainingExports;
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
  each(name: keyof TrainingExports, parts: readonly (readonly number[])[]): void {
    if (this.#team !== undefined && this.#team.size > 1 && parts.length > 1) this.#team.each(this, name, parts);
    else for (const args of parts) this.invoke(name, args);
  }

  invoke(name: string, args: readonly number[]): void {
    (this.call[name as keyof TrainingExports] as (...args: number[]) => unknown)(...args);
  }

  /** Takes zeroed memory and gives its address. */
  take(sizeBytes: number): number {
    const address = this.#next;
    this.#next += TrainingKernel.bytesFor(sizeBytes);
    if (this.#next > this.#end) throw new RangeError(`training memory is short of ${this.#next - this.#end} bytes`);
    return address;
  }

  /** A histogram kernel made for one layout, or undefined where modules may not be compiled (a strict CSP). */
  histogram(
    layout: HistogramLayout,
  ): ((entries: number, n: number, rows: number, histogram: number) => void) | undefined {
    try {
      const emitted = new WebAssembly.Module(emitHistogram(layout));
      const { histogram } = new WebAssembly.Instance(emitted, this.#imports()).exports;
      return histogram as (entries: number, n: number, rows: number, histogram: number) => void;
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
