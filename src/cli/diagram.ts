import { fail, isMillraceError } from "../errors/index.ts";
import {
  type Drawing,
  type DrawOptions,
  diagramTable,
  drawBoth,
  drawDiagram,
  findDiagram,
  type Subject,
} from "../pictures/index.ts";
import { type Answer, type Command, type Invocation, text } from "./command.ts";
import { type DrawingFile, filesOf, formatOf, writeDrawings } from "./diagram-output.ts";
import { subjectNamed } from "./diagram-subject.ts";

const kinds = diagramTable.map(({ kind }) => kind).join(", ");
const aspects = diagramTable
  .filter((diagram) => diagram.aspects !== undefined)
  .map((diagram) => `${diagram.kind}: ${Object.keys(diagram.aspects!).join(", ")}`)
  .join("; ");

export const diagramCommand: Command = {
  name: "diagram",
  summary: "Draw a workflow, a run or a model's life",
  arguments: [
    { name: "<kind>", summary: `${kinds}; or all` },
    {
      name: "[subject]",
      summary:
        'a run\'s id or the start of one, "latest", model[@version|@alias], or a workflow file or its folder (default: the newest run, else the workflow here)',
    },
  ],
  options: [
    { flags: "--format <format>", summary: "mmd, html, svg or png (default: as --out ends, else mmd; of all: html)" },
    { flags: "--out <file>", summary: "where to write it; several files go into the folder of that name" },
    { flags: "--of <aspect>", summary: `which side of it to draw${aspects === "" ? "" : ` (${aspects})`}` },
    { flags: "--fold <n>", summary: "of more parts of one sort the rest is folded into one (default: 12)" },
    { flags: "--against <subject>", summary: "draw what differs from that one" },
  ],
  examples: [
    { line: "millrace diagram flowchart", does: "the newest run as Mermaid's text, for a README or a pull request" },
    { line: "millrace diagram all churn --format html", does: "every picture of a model's life on one page" },
    { line: "millrace diagram sequence churn@3 --out meeting.png", does: "who did what for version 3, for a slide" },
    { line: "millrace diagram flowchart churn.workflow.ts", does: "a workflow before its first run" },
  ],
  async run(invocation): Promise<Answer> {
    const [kind, reference] = invocation.args as [string, string | undefined];
    const isAll = kind === "all";
    if (!isAll) findDiagram(kind);
    const format = formatOf(invocation, isAll ? "html" : "mmd");
    const options = drawOptions(invocation, isAll);
    const wanted = { kinds: isAll ? undefined : [kind], fold: options.fold };
    const subject = await subjectNamed(invocation, reference, wanted);
    const other = text(invocation, "against");
    const against = other === undefined ? null : await subjectNamed(invocation, other, wanted);
    const drawings = isAll ? drawEach(subject, against, options) : draw(kind, subject, against, options);
    const files = filesOf(invocation, { format, name: subject.name, kind, drawings });
    await writeDrawings(invocation.terminal, format, files);
    const described = drawings.map((drawing) => describe(drawing, files));
    return {
      exitCode: 0,
      json: isAll || against !== null ? { drawings: described } : described[0],
      text: (files.length === 0 ? drawings.map(textOf) : files.map(({ shown }) => shown)).join("\n"),
    };
  },
};

function drawOptions(invocation: Invocation, isAll: boolean): DrawOptions {
  const fold = text(invocation, "fold");
  const aspect = text(invocation, "of");
  if (isAll && aspect !== undefined) {
    throw fail("CLI_USAGE", {
      reason: "--of is a side of one diagram: name its kind in place of all",
      command: "diagram",
    });
  }
  if (fold !== undefined && !/^[1-9]\d{0,6}$/.test(fold)) {
    throw fail("CLI_OPTION_INVALID", { option: "--fold", expected: "a whole number from 1 to 9,999,999", got: fold });
  }
  return { aspect, fold: fold === undefined ? undefined : Number(fold) };
}

/** The picture of a subject, or what differs in it from another. */
function draw(kind: string, subject: Subject, against: Subject | null, options: DrawOptions): Drawing[] {
  return against === null ? [drawDiagram(kind, subject, options)] : drawBoth(kind, against, subject, options);
}

/** Every diagram that there is something to draw for. */
function drawEach(subject: Subject, against: Subject | null, options: DrawOptions): Drawing[] {
  return diagramTable.flatMap(({ kind }) => {
    try {
      return draw(kind, subject, against, options);
    } catch (error) {
      if (isMillraceError(error, "PICTURE_NOTHING_TO_DRAW") || isMillraceError(error, "PICTURE_ASPECT_EMPTY"))
        return [];
      throw error;
    }
  });
}

function describe(drawing: Drawing, files: readonly DrawingFile[]) {
  const { kind, view, title } = drawing;
  const file = files.find(({ drawings }) => drawings.includes(drawing))?.path ?? null;
  return { kind, view, title, text: drawing.text, file };
}

function textOf(drawing: Drawing): string {
  return drawing.text.trimEnd();
}
