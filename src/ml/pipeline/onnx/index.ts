export { type ExportedOnnx, type ExportOptions, exportOnnx } from "./export-onnx.ts";
