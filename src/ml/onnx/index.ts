export { decodeOnnx } from "./decode-onnx.ts";
export { encodeOnnx } from "./encode-onnx.ts";
export type * from "./messages.ts";
export { type Session, sessionOf } from "./runtime/session.ts";
export { operatorNames } from "./runtime/table.ts";
export { numberTensor, textTensor } from "./tensor.ts";
