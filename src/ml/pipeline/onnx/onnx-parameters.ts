import type { ParameterValue, ParameterValues } from "../../estimators/parameters.ts";
import type { SignatureOptions } from "../../onnx/signature.ts";

/**
 * A foreign model as a candidate's flat parameters: lists stand as places by name, so that nothing has to be quoted.
 * @example onnxParameters({ columns: ["age", "plan"] }); // { columns: { age: 0, plan: 1 } }
 */
export function onnxParameters({ columns, classes, task, output }: SignatureOptions): ParameterValues {
  return {
    ...(task === undefined ? {} : { task }),
    ...(output === undefined ? {} : { output }),
    ...(columns === undefined ? {} : { columns: placesOf(columns) }),
    ...(classes === undefined ? {} : { classes: placesOf(classes) }),
  };
}

/** The options that parameters were made of. */
export function signatureOptionsOf({ columns, classes, task, output }: ParameterValues): SignatureOptions {
  return {
    columns: namesOf(columns),
    classes: namesOf(classes),
    task: task as SignatureOptions["task"],
    output: output as SignatureOptions["output"],
  };
}

function placesOf(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, place) => [name, place]));
}

function namesOf(places: ParameterValue | undefined): string[] | undefined {
  if (typeof places !== "object" || places === null) return undefined;
  return Object.entries(places)
    .sort(([, a], [, b]) => a - b)
    .map(([name]) => name);
}
