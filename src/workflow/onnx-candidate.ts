import { fail } from "../errors/index.ts";
import { onnxModelName, onnxParameters } from "../ml/index.ts";
import { callSite } from "./call-site.ts";
import type { CandidateSpec } from "./specs.ts";

/** A foreign model that stands beside the others, and what its file doesn't say by itself. */
export interface OnnxCandidateOptions {
  /** An ONNX file, relative to the workflow file. */
  readonly file: string;
  /** Names of its columns in the order of its inputs; default: the inputs' own. Expressions of `features` may be among them. */
  readonly columns?: readonly string[];
  /** The target's labels in the order of its probabilities; default: those in the file. */
  readonly classes?: readonly string[];
  /** Default: told from its outputs. */
  readonly task?: "binary" | "multiclass" | "regression";
  /** Its output with probabilities or values, where it has several. */
  readonly output?: string;
}

const texts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === "string") && new Set(value).size === value.length;

const shapes: Readonly<Record<string, { readonly expected: string; readonly holds: (value: unknown) => boolean }>> = {
  file: { expected: "the path of an ONNX file", holds: (value) => typeof value === "string" && value !== "" },
  columns: { expected: "distinct names", holds: texts },
  classes: { expected: "distinct labels", holds: texts },
  task: {
    expected: '"binary", "multiclass" or "regression"',
    holds: (value) => ["binary", "multiclass", "regression"].includes(value as string),
  },
  output: { expected: "an output's name", holds: (value) => typeof value === "string" },
};

/**
 * A model that was made elsewhere, as a candidate: it isn't fitted, but scored on the same folds as those that are, measured, gated,
 * registered and served like them. The file becomes an artifact, and its digest a part of the declaration: another file is another
 * candidate. Which rows it was fitted on, nobody here knows: if test rows are among them, it looks better than it is.
 * @throws ML_PARAMETER_INVALID
 * @example const present = onnxModel({ file: "present-model.onnx", columns: ["age", "plan"] });
 */
export function onnxModel(options: OnnxCandidateOptions): CandidateSpec<"binary" | "multiclass" | "regression"> {
  const at = callSite();
  const given = Object.entries({ ...options }).filter(([, value]) => value !== undefined);
  for (const [parameter, value] of [["file", options?.file] as const, ...given]) {
    const shape = Object.hasOwn(shapes, parameter) ? shapes[parameter]! : undefined;
    if (shape?.holds(value)) continue;
    const detail = {
      expected: shape?.expected ?? `one of ${Object.keys(shapes).join(", ")}`,
      got: shape === undefined ? "an unknown name" : (JSON.stringify(value) ?? "nothing"),
    };
    throw fail("ML_PARAMETER_INVALID", { estimator: onnxModelName, parameter, ...detail }, { at });
  }
  const { file, ...signature } = options;
  return { name: onnxModelName, params: { file, ...onnxParameters(signature) }, at };
}
