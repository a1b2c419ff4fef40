import { fail } from "../../../errors/index.ts";

/** The error of a part that no ONNX operator says exactly. @param what names it: `Column "Remarks"` */
export function notExportable(what: string, reason: string): Error {
  return fail("ML_ONNX_NOT_EXPORTABLE", { what, reason });
}
