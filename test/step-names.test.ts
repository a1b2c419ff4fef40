import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";
import { afterAll, describe, expect, it } from "vitest";
import { drawDiagram, loadSubject, markdownDocument, runReport, runSummary } from "../src/pictures/index.ts";
import { describeRun, reproduce, stepTypes } from "../src/run/index.ts";
import { smallHome } from "./fixtures/small-run.ts";
import { sourceFiles, sourceFolder } from "./fixtures/source-files.ts";

/** Kinds of diagrams in which no figure of time decides what is drawn. */
const kinds = [
  "flowchart",
  "sequence",
  "timeline",
  "mindmap",
  "class",
  "requirement",
  "state",
  "er",
  "xychart",
] as const;
/** A step's own file, tests, and sketches, whose parts are words of people. */
const ownFiles = /^run\/steps\/|\.test\.ts$|^pictures\/whiteboard\//;
const names = stepTypes.map(({ name }) => name);
afterAll(() => rename((_, i) => names[i]!));

describe("a step's name", () => {
  it("may be any other: runs, reports and pictures go by the steps themselves", async () => {
    const usual = await drawn();
    rename((name) => `zz${name}`);
    const renamed = await drawn();
    for (const [what, text] of Object.entries(usual)) expect(renamed[what], what).toBe(text);
  });

  it("is compared with nothing, outside of the file of its step", () => {
    const found = sourceFiles()
      .filter((file) => !ownFiles.test(file))
      .flatMap((file) =>
        comparedWords(readFileSync(join(sourceFolder, file), "utf8")).map((words) => `${file}: ${words}`),
      );
    expect(found).toEqual([]);
    expect(comparedWords('const isIt = row.step === "fit";')).toEqual(['row.step === "fit"']);
    expect(comparedWords('switch (step) { case "fit": break; }')).toEqual(['case "fit"']);
    expect(comparedWords('find("fit"); outputs.get("fit");')).toEqual(['outputs.get("fit")']);
  });
});

function rename(change: (name: string, position: number) => string): void {
  stepTypes.forEach((type, i) => {
    (type as { name: string }).name = change(type.name, i);
  });
}

/** What a run and its repetition look like, without times, digests and the mark of a changed name. */
async function drawn(): Promise<Record<string, string>> {
  const home = await smallHome();
  try {
    const { result, error } = await home.run();
    if (error !== undefined) throw error;
    const { signal } = new AbortController();
    const again = await reproduce({ ...home, reference: "rides@1", threads: 1, signal, executor: home.executor });
    const story = await describeRun(home.store, result.run);
    const subject = await loadSubject(home.store, result.run);
    home.declare({ seed: 2 });
    const second = await home.run();
    const reused = await loadSubject(home.store, second.result.run);
    const texts: Record<string, string> = {
      result: JSON.stringify({ ...result, steps: result.steps.map(({ name, status }) => [name, status]) }),
      reproduced: `${again.same} ${again.got}`,
      summary: runSummary(story).join("\n"),
      report: withoutPictures(markdownDocument(runReport(subject))),
      "report of the second run": withoutPictures(markdownDocument(runReport(reused))),
      "sequence of the second run": drawDiagram("sequence", reused).text,
    };
    for (const kind of kinds) texts[kind] = drawDiagram(kind, subject).text;
    return Object.fromEntries(Object.entries(texts).map(([what, text]) => [what, steady(text)]));
  } finally {
    await home.close();
  }
}

function withoutPictures(markdown: string): string {
  return markdown.replaceAll(/```mermaid.*?```/gs, "");
}

function steady(text: string): string {
  return text
    .replaceAll(/\bzz(?=[a-z])/g, "")
    .replaceAll(/sha256:[0-9a-f]+/g, "DIGEST")
    .replaceAll(/\d{8}-\d{6}-[0-9a-f]{6}/g, "RUN")
    .replaceAll(/millrace-small-\w+/g, "FOLDER")
    .replaceAll(/\d{2}(:|#58;)\d{2}((:|#58;)\d{2}(\.\d+)?)?/g, "CLOCK")
    .replaceAll(/[\d.]+ m?s\b/g, "TIME")
    .replaceAll(/"durationMs":\d+/g, "TIME");
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

/** Comparisons of a step's name with what is called a step, an instance or outputs, and lookups by it. */
function comparedWords(source: string): string[] {
  const textOf = ({ start, end }: Node): string => source.slice(start, end);
  const isName = ({ type, value }: Node): boolean => type === "StringLiteral" && names.includes(value as string);
  const isOfSteps = (node: Node): boolean => /\b(steps?|instance|outputs|made)\b/.test(textOf(node));
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const member of value) visit(member);
    if (typeof value !== "object" || value === null || !("type" in value)) return;
    const node = value as Node;
    const [left, right] = [node["left"], node["right"]] as Node[];
    if (node.type === "BinaryExpression" && (isName(left!) ? isOfSteps(right!) : isName(right!) && isOfSteps(left!)))
      found.push(textOf(node));
    if (node.type === "CallExpression" && isOfSteps(node["callee"] as Node))
      if ((node["arguments"] as Node[]).some(isName)) found.push(textOf(node));
    if (node.type === "SwitchStatement" && isOfSteps(node["discriminant"] as Node))
      for (const { test } of node["cases"] as { test: Node | null }[])
        if (test !== null && isName(test)) found.push(`case ${textOf(test)}`);
    for (const [key, member] of Object.entries(node)) if (key !== "loc") visit(member);
  };
  visit(parse(source, { sourceType: "module", plugins: ["typescript"] }).program);
  return found;
}
