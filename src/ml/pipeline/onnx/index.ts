export { type ExportedOnnx, type ExportOptions, exportOnnx } from "./export-onnx.ts";
export { type ImportOptions, importOnnx } from "./import-onnx.ts";
export { sampleFrame } from "./sample-frame.ts";
export { type OnnxParity, onnxInputs, verifyOnnx } from "./verify.ts";
