import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { fail } from "../errors/index.ts";
import { type DrawnWishes, type Sketch, taskOf, wishesOf } from "../pictures/index.ts";
import { type DeclaredTask, nameFrom, type ScaffoldOptions, scaffoldWorkflow } from "../workflow/index.ts";
import { type Answer, type Invocation, text } from "./command.ts";
import { writeEnvironment } from "./environment-file.ts";
import {
  folderOf,
  type NewTable,
  readTable,
  scaffoldOf,
  tableFile,
  targetGiven,
  taskGiven,
  timeAndKey,
} from "./new-table.ts";
import { openDrawing } from "./open-drawing.ts";
import { sketchLines } from "./sketch-lines.ts";
import { targetInDrawing } from "./target-in-drawing.ts";

/** Stands where a drawing comes without its data. */
const placeholders = { data: "YOUR-DATA.csv", target: "YOUR TARGET" } as const;

/** What the file is written from, and what had to be guessed for it. */
interface Plan {
  readonly options: ScaffoldOptions;
  readonly table: NewTable | null;
  readonly task: string;
  readonly guessed: readonly string[];
  readonly left: readonly string[];
}

/** `millrace init --from`: a workflow file of what a team drew, and what was understood of it. */
export async function initFromDrawing(invocation: Invocation): Promise<Answer> {
  const { terminal } = invocation;
  const drawing = text(invocation, "from")!;
  const sketch = await openDrawing(terminal.workingFolder, drawing);
  const folder = await folderOf(invocation);
  const data = await tableFile(invocation, folder);
  const plan =
    data === undefined
      ? withoutTable(invocation, sketch, drawing)
      : withTable(invocation, sketch, await readTable(invocation, folder, data));
  const shownDrawing = relative(folder, resolve(terminal.workingFolder, drawing)).split(sep).join("/");
  const drawn = wishesOf(sketch, plan.options.task, shownDrawing, plan.table !== null);
  const wishes = { ...drawn.wishes, head: [...drawn.wishes.head!, ...headOf(plan)] };
  const file = join(folder, `${nameFrom(plan.options.name)}.workflow.ts`);
  if (existsSync(file)) throw fail("CLI_FILE_EXISTS", { path: file });
  await mkdir(folder, { recursive: true });
  await writeFile(file, scaffoldWorkflow({ ...plan.options, wishes }), { flag: "wx" });
  const { table } = plan;
  const environment = table === null ? null : await writeEnvironment(folder, { [table.path]: table.kinds });
  return answer({
    sketch,
    drawing,
    plan,
    drawn,
    file,
    environment,
    shown: relative(terminal.workingFolder, file) || file,
  });
}

function withTable(invocation: Invocation, sketch: Sketch, table: NewTable): Plan {
  const given = targetGiven(invocation, table.manifest);
  const drawnTask = taskGiven(invocation) ?? taskOf(sketch);
  const needsTarget = drawnTask !== "clustering" && drawnTask !== "anomaly";
  const found = given === undefined && needsTarget ? targetInDrawing(sketch, table.manifest) : undefined;
  const target = given ?? found?.column;
  const { options, why } = scaffoldOf(
    invocation,
    table,
    target,
    taskGiven(invocation) ?? drawnTaskThatFits(sketch, table, target),
  );
  return {
    options,
    table,
    task: `${options.task} (${why})`,
    guessed:
      found === undefined
        ? []
        : [`line ${found.line}: the target is the column "${found.column}", which is named there`],
    left: [],
  };
}

/** A metric of regression asks for regression, and one of anomalies for nothing that a classifier can't have. */
function drawnTaskThatFits(
  sketch: Sketch,
  { manifest }: NewTable,
  target: string | undefined,
): DeclaredTask | undefined {
  const task = taskOf(sketch);
  if (target === undefined) return task === "clustering" || task === "anomaly" ? task : undefined;
  const isNumber = manifest.columns.find(({ name }) => name === target)?.kind === "number";
  return task === "regression" && isNumber ? task : undefined;
}

function withoutTable(invocation: Invocation, sketch: Sketch, drawing: string): Plan {
  const given = taskGiven(invocation);
  const task = given ?? taskOf(sketch) ?? "classification";
  const target =
    text(invocation, "target") ?? (task === "clustering" || task === "anomaly" ? undefined : placeholders.target);
  const isGuessed = given === undefined && taskOf(sketch) === undefined;
  return {
    options: {
      name: basename(drawing).replace(/\.\w+$/, ""),
      dataPath: placeholders.data,
      task,
      target,
      positive: text(invocation, "positive"),
      ...timeAndKey(invocation),
      columns: [],
    },
    table: null,
    task,
    guessed: isGuessed ? [`the task is ${task}: neither metric nor algorithm tells`] : [],
    left: [
      `which table: data, now table("${placeholders.data}")`,
      ...(target === placeholders.target ? ["what is to be predicted: problem.target"] : []),
    ],
  };
}

function headOf({ guessed, left }: Plan): string[] {
  return [...guessed.map((one) => `Guessed: ${one}`), ...left.map((one) => `Left to say: ${one}`)];
}

interface Written {
  readonly sketch: Sketch;
  readonly drawing: string;
  readonly plan: Plan;
  readonly drawn: DrawnWishes;
  readonly file: string;
  readonly environment: string | null;
  readonly shown: string;
}

function answer({ sketch, drawing, plan, drawn, file, environment, shown }: Written): Answer {
  const { options, table } = plan;
  const guessed = [...drawn.guessed, ...plan.guessed];
  const left = [...drawn.left, ...plan.left];
  const rows = table === null ? null : table.manifest.rows;
  return {
    exitCode: 0,
    json: {
      workflow: file,
      environment,
      name: nameFrom(options.name),
      task: options.task,
      target: options.target ?? null,
      rows,
      columns: table?.kinds ?? null,
      drawing: { file: drawing, ...sketch },
      guessed,
      left,
    },
    text: [
      ...sketchLines(sketch, drawing, { guessed, left }),
      "",
      rows === null
        ? "no table was read"
        : `${rows.toLocaleString("en-US")} rows x ${table!.manifest.columns.length} columns in ${table!.path}`,
      `task: ${plan.task}`,
      `wrote ${shown}${environment === null ? "" : ", and millrace-env.d.ts, by which the editor knows the columns"}`,
      "",
      table === null
        ? `next: write what is left to say into ${shown}, then millrace run ${shown}`
        : `next: millrace run ${shown}`,
    ].join("\n"),
  };
}
