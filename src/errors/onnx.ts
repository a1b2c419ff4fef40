import { entry } from "./entry.ts";

/** What can go wrong with ONNX files. */
export const onnxErrors = {
  ML_ONNX_INVALID: entry<{ where: string; expected: string; got: string }>({
    status: 422,
    exit: 2,
    meaning: "The bytes are not a whole, valid ONNX model, or running it breaks a rule of its own operators.",
    message: (d) => `The ONNX model is invalid at ${d.where}: expected ${d.expected}, got ${d.got}.`,
    fix: () => "Write the file again, and check it with onnx.checker where it was made.",
  }),
  ML_ONNX_UNSUPPORTED: entry<{ what: string }>({
    status: 422,
    exit: 2,
    meaning: "The ONNX model uses operators or features that can't be run here; all of them are listed.",
    message: (d) => `The ONNX model uses what can't be run here: ${d.what}.`,
    fix: () => "Convert the model without them (docs/guide/11-onnx.md lists the operators that are supported).",
  }),
  ML_ONNX_TOO_LARGE: entry<{ where: string; limit: string; got: string }>({
    status: 422,
    exit: 2,
    meaning: "An ONNX model asks for more memory or work than a model of its kind can need.",
    message: (d) => `The ONNX model asks for too much at ${d.where}: at most ${d.limit}, got ${d.got}.`,
    fix: () => "Score fewer rows at once, or check where the file comes from.",
  }),
  ML_ONNX_SIGNATURE: entry<{ what: string; expected: string; got: string }>({
    status: 422,
    exit: 2,
    meaning: "What an ONNX model takes or gives isn't what was declared for it.",
    message: (d) => `The ONNX model's ${d.what}: expected ${d.expected}, got ${d.got}.`,
    fix: () => "Declare columns, task and classes as the model has them (docs/guide/11-onnx.md).",
  }),
  ML_ONNX_NOT_EXPORTABLE: entry<{ what: string; reason: string }>({
    status: 422,
    exit: 2,
    meaning: "A part of the model has no exact counterpart among ONNX operators, so nothing was written.",
    message: (d) => `${d.what} can't be written as ONNX: ${d.reason}.`,
    fix: () => "Leave that column or expression out of the model's features, or serve the model itself.",
  }),
};
