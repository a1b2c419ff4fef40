import { resolve } from "node:path";
import { fail } from "../errors/index.ts";
import { exportOnnxVersion, exportVersion } from "../registry/index.ts";
import { type Answer, type Command, flag, type Invocation, text } from "./command.ts";
import { withExistingStore } from "./home.ts";
import { version as millraceVersion } from "./version.ts";

export const exportCommand: Command = {
  name: "export",
  summary: "Write a model as a file: ONNX for other runtimes, or its own bytes",
  arguments: [{ name: "<model>", summary: "name, name@version or name@alias" }],
  options: [
    {
      flags: "--onnx <file>",
      summary: "an ONNX file that scores the same; what can't be said in ONNX is refused, by name",
    },
    { flags: "--out <file>", summary: "the model's own bytes, for millrace/predictor" },
    { flags: "--tree-ensemble", summary: "with --onnx: the newer TreeEnsemble operator (ai.onnx.ml 5) for trees" },
    { flags: "--float-inputs", summary: "with --onnx: numbers come as float in place of double" },
  ],
  examples: [
    { line: "millrace export churn --onnx churn.onnx", does: "its champion, else its newest version" },
    { line: "millrace export churn@3 --out churn.millrace", does: "a version's own bytes" },
  ],
  async run(invocation) {
    const [onnx, out] = [text(invocation, "onnx"), text(invocation, "out")];
    if ((onnx === undefined) === (out === undefined))
      throw fail("CLI_USAGE", { reason: "name one file: --onnx or --out" });
    return onnx === undefined ? ownBytes(invocation, out!) : asOnnx(invocation, onnx);
  },
};

async function asOnnx(invocation: Invocation, file: string): Promise<Answer> {
  const path = resolve(invocation.terminal.workingFolder, file);
  const written = await withExistingStore(invocation, (store) =>
    exportOnnxVersion(store, invocation.args[0]!, path, {
      mlOpset: flag(invocation, "treeEnsemble") ? 5 : 3,
      numbers: flag(invocation, "floatInputs") ? "float" : "double",
      producerVersion: millraceVersion(),
    }),
  );
  const { name, version, inputs, outputs, parity, sizeBytes } = written;
  const given = Object.values(outputs).filter((one) => one !== null);
  return {
    exitCode: 0,
    json: { ...written, file },
    text: [
      `${name}@${version} -> ${file} (${sizeBytes.toLocaleString("en-US")} bytes)`,
      `  takes ${inputs.map((input) => `${input.name} (${input.type})`).join(", ")}`,
      `  gives ${given.join(", ")}`,
      `  differs from the model by at most ${parity.largestDifference.toExponential(1)} on ${parity.rows} made-up rows; ${parity.otherLabels.length} other labels`,
    ].join("\n"),
  };
}

async function ownBytes(invocation: Invocation, file: string): Promise<Answer> {
  const path = resolve(invocation.terminal.workingFolder, file);
  const written = await withExistingStore(invocation, (store) => exportVersion(store, invocation.args[0]!, path));
  const { name, version, sizeBytes } = written;
  return {
    exitCode: 0,
    json: { ...written, file },
    text: `${name}@${version} -> ${file} (${sizeBytes.toLocaleString("en-US")} bytes)`,
  };
}
