import { kernelMemory } from "./kernel-memory.ts";
import type { MemoryKind } from "./memory-kind.ts";
import { predictingModule } from "./predicting-module.ts";
import type { SharedKernel, ThreadTeam } from "./thread-team.ts";

/** Functions of `assembly/predicting.ts`; pointers are byte addresses. */
interface PredictingExports {
  heapBase(): number;
  scoreLanes(task: number, from: number, to: number, scratch: number): void;
  scoreWalk(task: number, from: number, to: number, scratch: number): void;
  scoreRaw(task: number, from: number, to: number, scratch: number): void;
  scoreShallow(task: number, from: number, to: number, scratch: number): void;
  scoreRow(task: number, scratch: number): void;
  explainRows(
    trees: number,
    count: number,
    columns: number,
    pitch: number,
    from: number,
    to: number,
    outputs: number,
    sets: number,
    scratch: number,
    out: number,
  ): void;
  explainMasks(
    trees: number,
    treeCount: number,
    columns: number,
    rowPitch: number,
    from: number,
    count: number,
    backgroundColumns: number,
    backgroundPitch: number,
    backgrounds: number,
    outputs: number,
    sets: number,
    slots: number,
    weights: number,
    size: number,
    scratch: number,
    out: number,
  ): void;
  explainPairs(
    trees: number,
    count: number,
    rows: number,
    from: number,
    to: number,
    background: number,
    backgrounds: number,
    features: number,
    outputs: number,
    sets: number,
    seen: number,
    weights: number,
    size: number,
    out: number,
  ): void;
  forwardNetwork(
    net: number,
    params: number,
    data: number,
    rows: number,
    n: number,
    x: number,
    h: number,
    out: number,
  ): void;
}

/**
 * The predicting kernels over a memory of their own. Unshared, they run wherever WebAssembly does; shared, a team of threads
 * can help.
 */
export class PredictingKernel implements SharedKernel {
  readonly memory: WebAssembly.Memory;
  readonly modules: readonly WebAssembly.Module[];
  readonly call: PredictingExports;
  #next: number;

  /** @param sizes bytes of all that will be taken @throws ML_TOO_LARGE */
  constructor(sizes: readonly number[], kind: MemoryKind = "unshared") {
    const sizeBytes = sizes.reduce((sum, size) => sum + rounded(size), 0);
    this.memory = kernelMemory(sizeBytes, kind, "model");
    this.modules = [predictingModule(kind)];
    this.call = new WebAssembly.Instance(this.modules[0]!, {
      env: {
        memory: this.memory,
        abort() {
          throw new Error("a predicting kernel aborted");
        },
      },
    }).exports as unknown as PredictingExports;
    this.#next = Math.ceil(this.call.heapBase() / 64) * 64;
  }

  /** Calls the function once for each list of arguments, on whichever of the team's threads is free. */
  each(name: keyof PredictingExports, parts: readonly (readonly number[])[], team: ThreadTeam | undefined): void {
    if (team !== undefined && team.size > 1 && parts.length > 1) team.each(this, name, parts);
    else for (const args of parts) this.invoke(name, args);
  }

  invoke(name: string, args: readonly number[]): void {
    (this.call[name as keyof PredictingExports] as (...args: number[]) => unknown)(...args);
  }

  /** Takes zeroed memory and gives its address. */
  take(sizeBytes: number): number {
    const address = this.#next;
    this.#next += rounded(sizeBytes);
    return address;
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  uint32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  float32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  float64(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }
}

function rounded(sizeBytes: number): number {
  return (Math.ceil(sizeBytes / 64) + 1) * 64;
}
