import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fail, suggestion } from "../errors/index.ts";
import {
  type Document,
  diagramsOf,
  htmlDocument,
  loadReportSubject,
  markdownDocument,
  runReport,
  type Subject,
} from "../pictures/index.ts";
import type { Platform } from "../platform/index.ts";
import { writeWhole } from "../registry/index.ts";
import { type Command, text } from "./command.ts";
import { withExistingStore } from "./home.ts";
import { formatSize } from "./size.ts";

const writers: Readonly<Record<string, (document: Document) => string>> = {
  html: htmlDocument,
  md: markdownDocument,
};

export const reportCommand: Command = {
  name: "report",
  summary: "Write the story of a run or a model as one document, with its diagrams",
  arguments: [
    {
      name: "[what]",
      summary:
        'a run\'s id or the start of one, "latest" (default), model@version, or a model (its champion, and its life)',
    },
  ],
  options: [
    { flags: "--format <format>", summary: "html (default): one file that opens without a network; md: Markdown" },
    { flags: "--out <file>", summary: "where it is written (default: WORKFLOW-RUN.html here)" },
  ],
  examples: [
    {
      line: "millrace report",
      does: "the latest run: what was asked, what it is worth, who decided, how to do it again",
    },
    {
      line: "millrace report churn --out churn.html",
      does: "the champion's run, and all that has become of the model",
    },
    { line: "millrace report churn@3 --format md", does: "Markdown that GitHub shows with its diagrams" },
  ],
  async run(invocation) {
    const format = text(invocation, "format") ?? "html";
    const writer = writerOf(format);
    const subject = await withExistingStore(invocation, (store) =>
      loadReportSubject(store, invocation.args[0] ?? "latest"),
    );
    const document = runReport(subject);
    const file = text(invocation, "out") ?? fileNameOf(subject, format);
    const bytes = Buffer.from(writer(document));
    await write(resolve(invocation.terminal.workingFolder, file), bytes, invocation.terminal.platform);
    return {
      exitCode: 0,
      json: {
        file,
        format,
        sizeBytes: bytes.length,
        title: document.title,
        workflow: subject.name,
        run: subject.run?.story.row.id ?? null,
        sections: document.sections.map(({ title }) => title),
        diagrams: diagramsOf(document),
      },
      text: `${document.title}\n${file} (${formatSize(bytes.length)})`,
    };
  },
};

/** @throws CLI_OPTION_INVALID */
function writerOf(format: string): (document: Document) => string {
  const formats = Object.keys(writers);
  if (Object.hasOwn(writers, format)) return writers[format]!;
  throw fail("CLI_OPTION_INVALID", {
    ...{ option: "--format", expected: formats.join(" or "), got: format },
    suggestion: suggestion(format, formats),
  });
}

/** Names of workflows and runs may hold what a file system doesn't take. */
function fileNameOf({ name, asked, run, imported }: Subject, format: string): string {
  const made = run === null ? `${imported?.body.version}` : run.story.row.id;
  const parts = asked === "life" ? [name] : [name, made];
  return `${parts.join("-").replace(/[^\p{L}\p{N}._-]+/gu, "-")}.${format}`;
}

async function write(path: string, bytes: Uint8Array, { random }: Platform): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, bytes, random);
  } catch (error) {
    throw fail("CLI_USAGE", { reason: `${path} can't be written (${(error as Error).message})`, command: "report" });
  }
}
