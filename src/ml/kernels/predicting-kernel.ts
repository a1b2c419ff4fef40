import { bytesOfBase64 } from "./base64.ts";
import { predictingWasm } from "./predicting.wasm.ts";

/** Functions of `assembly/walking.ts`; pointers are byte addresses. */
interface PredictingExports {
  heapBase(): number;
  predictRows(
    columns: number,
    pitch: number,
    n: number,
    features: number,
    categories: number,
    nodes: number,
    sets: number,
    roots: number,
    trees: number,
    outputs: number,
    vectors: number,
    row: number,
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

const PAGE = 65536;
let module: WebAssembly.Module | undefined;

/** The predicting kernels over an unshared memory of their own: they run wherever WebAssembly does. */
export class PredictingKernel {
  readonly memory: WebAssembly.Memory;
  readonly call: PredictingExports;
  #next: number;

  /** @param sizes bytes of all that will be taken */
  constructor(sizes: readonly number[]) {
    const sizeBytes = sizes.reduce((sum, size) => sum + rounded(size), 0);
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(sizeBytes / PAGE) + 1 });
    module ??= new WebAssembly.Module(bytesOfBase64(predictingWasm));
    this.call = new WebAssembly.Instance(module, {
      env: {
        memory: this.memory,
        abort() {
          throw new Error("a predicting kernel aborted");
        },
      },
    }).exports as unknown as PredictingExports;
    this.#next = Math.ceil(this.call.heapBase() / 64) * 64;
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
