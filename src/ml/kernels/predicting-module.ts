import { bytesOfBase64 } from "./base64.ts";
import { type MemoryKind, withMemoryKind } from "./memory-kind.ts";
import { predictingWasm } from "./predicting.wasm.ts";

const modules = new Map<MemoryKind, WebAssembly.Module>();

/** The predicting kernels for one kind of memory, compiled when first asked for. */
export function predictingModule(kind: MemoryKind): WebAssembly.Module {
  let module = modules.get(kind);
  if (module === undefined) {
    module = new WebAssembly.Module(withMemoryKind(bytesOfBase64(predictingWasm), kind));
    modules.set(kind, module);
  }
  return module;
}
