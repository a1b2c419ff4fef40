import { onnxModelName } from "../../onnx/onnx-model.ts";
import { adoptOnnx } from "../onnx/adopt-onnx.ts";
import { onnxSignature } from "../onnx/import-onnx.ts";
import { signatureOptionsOf } from "../onnx/onnx-parameters.ts";
import type { CandidateKind } from "./candidate-kind.ts";

/** Models that were made elsewhere: adopted as they are, nothing is learned. */
export const onnxKind: CandidateKind = {
  kind: "onnx",
  names: [onnxModelName],
  tasksOf: () => ["binary", "multiclass", "regression"],
  parametersOf: () => ({}),
  file: {
    parameter: "file",
    describe: (bytes, params) => onnxSignature(bytes, signatureOptionsOf(params)),
  },
  check: () => {},
  refuseUnfit: (input) => void onnxKind.fit(input),
  fit: ({ params, file, ...rows }) => adoptOnnx({ ...rows, params, bytes: file(String(params["digest"])) }),
};
