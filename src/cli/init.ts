import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fail } from "../errors/index.ts";
import { scaffoldWorkflow } from "../workflow/index.ts";
import { type Command, text } from "./command.ts";
import { writeEnvironment } from "./environment-file.ts";
import { initFromDrawing } from "./init-from-drawing.ts";
import { folderOf, readTable, scaffoldOf, tableFile, targetGiven, taskGiven } from "./new-table.ts";

export const initCommand: Command = {
  name: "init",
  summary: "Write a first workflow file that runs, from a look at the data, or from what a team drew",
  arguments: [{ name: "[dir]", summary: "the folder to write to (default: here)" }],
  options: [
    {
      flags: "--data <file>",
      summary: "the table: csv, tsv, parquet, json or ndjson, also gzipped (default: the only one in the folder)",
    },
    {
      flags: "--from <drawing>",
      summary: "a Mermaid sequence diagram or flowchart of the pipeline (.mmd, or .md with a mermaid block)",
    },
    { flags: "--target <column>", summary: "what is to be predicted" },
    {
      flags: "--task <task>",
      summary: "classification, regression, clustering or anomaly (default: told from the target)",
    },
    { flags: "--positive <label>", summary: "the label of a two-class target that counts as positive" },
    { flags: "--time <column>", summary: "the column that orders rows in time: the test is on the latest rows" },
    { flags: "--key <column>", summary: "the column that names a row" },
  ],
  examples: [
    {
      line: "millrace init --data churn.csv --target churned",
      does: "writes churn.workflow.ts beside the data; then: millrace run",
    },
    {
      line: "millrace init jobs --data sales.parquet --target amount --time day",
      does: "regression, tested on the latest rows",
    },
    { line: "millrace init --data customers.csv --task clustering", does: "no target needed" },
    {
      line: "millrace init --from pipeline.mmd --data churn.csv --target churned",
      does: "takes metric, minimum, people, schedule and rollout from the drawing, and says what it understood",
    },
  ],
  async run(invocation) {
    if (text(invocation, "from") !== undefined) return initFromDrawing(invocation);
    const { terminal } = invocation;
    const folder = await folderOf(invocation);
    const data = await tableFile(invocation, folder);
    if (data === undefined) {
      throw fail("CLI_USAGE", { reason: "there is no table in the folder; name one with --data FILE" });
    }
    const table = await readTable(invocation, folder, data);
    const { path, name, manifest, kinds } = table;
    const target = targetGiven(invocation, manifest);
    const { options, why } = scaffoldOf(invocation, table, target, taskGiven(invocation));
    const file = join(folder, `${name}.workflow.ts`);
    if (existsSync(file)) throw fail("CLI_FILE_EXISTS", { path: file });
    await mkdir(folder, { recursive: true });
    await writeFile(file, scaffoldWorkflow(options), { flag: "wx" });
    const environment = await writeEnvironment(folder, { [path]: kinds });
    const shown = relative(terminal.workingFolder, file) || file;
    return {
      exitCode: 0,
      json: {
        workflow: file,
        environment,
        name,
        task: options.task,
        target: target ?? null,
        rows: manifest.rows,
        columns: kinds,
      },
      text: [
        `${manifest.rows.toLocaleString("en-US")} rows x ${manifest.columns.length} columns in ${path}`,
        `task: ${options.task} (${why})`,
        `wrote ${shown}, and millrace-env.d.ts, by which the editor knows the columns`,
        "",
        `next: millrace run ${shown}`,
      ].join("\n"),
    };
  },
};
