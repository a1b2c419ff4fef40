export { onnxModelName } from "../../onnx/onnx-model.ts";
export type { OnnxColumn, OnnxSignature, SignatureOptions } from "../../onnx/signature.ts";
export { type AdoptInput, adoptOnnx } from "./adopt-onnx.ts";
export { type ExportedOnnx, type ExportOptions, exportOnnx } from "./export-onnx.ts";
export { type ImportOptions, importOnnx, onnxSignature } from "./import-onnx.ts";
export { onnxParameters, signatureOptionsOf } from "./onnx-parameters.ts";
export { sampleFrame } from "./sample-frame.ts";
export { type OnnxParity, onnxInputs, verifyOnnx } from "./verify.ts";
