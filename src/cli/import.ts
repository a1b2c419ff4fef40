import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fail } from "../errors/index.ts";
import { importOnnx } from "../ml/index.ts";
import { aliasName, importOnnxVersion, modelName } from "../registry/index.ts";
import { type Command, type Invocation, list, text } from "./command.ts";
import { withStore } from "./home.ts";
import { version as millraceVersion } from "./version.ts";

const tasks = ["binary", "multiclass", "regression"] as const;

export const importCommand: Command = {
  name: "import",
  summary: "Register a foreign ONNX model with its signature, ready to be served",
  arguments: [
    { name: "<file>", summary: "an ONNX file, as scikit-learn, XGBoost, LightGBM or PyTorch models are converted to" },
  ],
  options: [
    { flags: "--name <model>", summary: "what it is called in the registry" },
    { flags: "--columns <names>", summary: "names of its columns, comma-separated (default: those of its inputs)" },
    { flags: "--task <task>", summary: "binary, multiclass or regression, where its outputs don't say it" },
    {
      flags: "--classes <labels>",
      summary: "labels in the order of probabilities, comma-separated, where the file has none",
    },
    { flags: "--positive <label>", summary: "the positive label of two (default: the second)" },
    { flags: "--output <name>", summary: "its output with probabilities or values, where it has several" },
    { flags: "--target <name>", summary: "what it predicts, for people" },
    { flags: "--alias <alias>", summary: "an alias that should point to it, such as champion", repeatable: true },
  ],
  examples: [
    { line: "millrace import model.onnx --name churn", does: "the next version of churn" },
    {
      line: "millrace import net.onnx --name price --columns area,rooms,age --alias champion",
      does: "its columns named, and served",
    },
  ],
  async run(invocation) {
    const { terminal, args } = invocation;
    const name = text(invocation, "name");
    if (name === undefined)
      throw fail("CLI_USAGE", { reason: "--name is missing: what the model is called in the registry" });
    const task = tasks.find((one) => one === text(invocation, "task"));
    if (task === undefined && text(invocation, "task") !== undefined) {
      throw fail("CLI_USAGE", { reason: `--task must be ${tasks.join(", ")}, got ${text(invocation, "task")}` });
    }
    const bytes = await readGiven(resolve(terminal.workingFolder, args[0]!), args[0]!);
    // Before a home is opened, which may have to be made: nothing stays behind of what is refused.
    const pipeline = importOnnx(bytes, {
      ...{ task, columns: names(invocation, "columns"), classes: names(invocation, "classes") },
      ...{
        positive: text(invocation, "positive"),
        output: text(invocation, "output"),
        target: text(invocation, "target"),
      },
    });
    const version = { name: modelName(name), aliases: list(invocation, "alias").map(aliasName) };
    const made = await withStore(invocation, (store) =>
      importOnnxVersion(store, {
        ...{ ...version, pipeline, bytes, file: args[0]!, actor: "command line" },
        ...{ millrace: millraceVersion() },
      }),
    );
    const columns = made.columns.map((column) => `${column.name} (${column.kind})`).join(", ");
    const classes = made.classes.length === 0 ? "" : `: ${made.classes.join(", ")}`;
    return {
      exitCode: 0,
      json: made,
      text: [
        `${args[0]} -> ${made.model}@${made.version}${made.reused ? " (the newest version already was this model)" : ""}`,
        `  ${made.task}${classes}`,
        `  takes ${columns}`,
      ].join("\n"),
    };
  },
};

async function readGiven(path: string, shown: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fail("CLI_USAGE", {
      reason: `${shown} can't be read: ${error instanceof Error ? error.message : "unknown"}`,
    });
  }
}

function names(invocation: Invocation, option: string): string[] | undefined {
  return text(invocation, option)
    ?.split(",")
    .map((one) => one.trim());
}
