import { marked, type Token, type Tokens } from "marked";
import { beforeAll, describe, expect, it } from "vitest";
import { type PictureSubjects, pictureSubjects } from "../../../test/fixtures/pictures.ts";
import type { Subject } from "../subject.ts";
import { drawDocs } from "./docs-folder/docs-folder.ts";
import { htmlDocument } from "./html.ts";
import { markdownDocument } from "./markdown.ts";
import { runReport } from "./run-report/run-report.ts";

/** Every subject that pictures are tried on: each ending of a run, lives, and names that are out for trouble. */
let subjects: PictureSubjects;
beforeAll(async () => {
  subjects = await pictureSubjects();
}, 120_000);

/** Subjects that a report can tell of: runs, and imports. */
const reportable = (): [string, Subject][] =>
  Object.entries(subjects).filter(([, { run, imported }]) => run !== null || imported !== null);

/** What in a Markdown text was not made by us. */
function strangers(markdown: string): string[] {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(markdown), (token) => void tokens.push(token));
  return tokens.flatMap((token) => {
    const { type, raw } = token;
    if (type === "html")
      return /^(<!-- written by|<\/?details>|<summary>)/.test(raw) && !/<(?!\/?(details|summary)>|!--)/.test(raw)
        ? []
        : [raw];
    if (type === "link") return /^[\w-]+\.md(#[\w-]+)?$/.test((token as Tokens.Link).href) ? [] : [raw];
    if (type === "code") return ["sh", "mermaid"].includes((token as Tokens.Code).lang ?? "") ? [] : [raw];
    return ["image", "del", "hr", "def"].includes(type) ? [raw] : [];
  });
}

describe("reports", () => {
  it("are made of every run, and nothing in them is marked up by a user's text", () => {
    expect(reportable().length).toBeGreaterThan(10);
    expect(reportable().map(([name]) => name)).toContain("an imported model");
    for (const [name, subject] of reportable()) {
      const markdown = markdownDocument(runReport(subject));
      expect(strangers(markdown), name).toEqual([]);
      expect(markdown, name).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it("say in each section one thing at least, and name each section once", () => {
    for (const [name, subject] of reportable()) {
      const { sections } = runReport(subject);
      expect(
        sections.filter(({ blocks }) => blocks.length === 0),
        name,
      ).toEqual([]);
      expect(new Set(sections.map(({ id }) => id)).size, name).toBe(sections.length);
    }
  });

  it("hold the same tags as HTML, whatever the names", () => {
    const subject = subjects["hostile names, life"]!;
    const html = htmlDocument(runReport(subject));
    const page = html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<style>[\s\S]*?<\/style>/, "");
    const tags = new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag!.toLowerCase()));
    const ours =
      "a aside body circle code dd details div dl dt figcaption figure h1 h2 h3 head header html i li line main meta nav ol p polyline pre section span strong summary svg table tbody td text th thead title tr ul style";
    expect([...tags].filter((tag) => !ours.split(" ").includes(tag))).toEqual([]);
    expect(page).not.toMatch(/<[^>]+\son\w+=/);
  });

  it.each([
    ["a run that a check stopped", "rides: stopped by a check of the data", ["in-short", "asked", "data", "checks"]],
    ["a failed run", "rides: the run failed", ["in-short", "asked", "data", "checks", "profile", "split", "tried"]],
    ["a cancelled run", "rides: the run was cancelled", ["in-short", "asked", "data", "checks", "profile", "split"]],
    ["a run that is on", "rides: the run is not over", ["in-short", "asked"]],
  ])("of %s tell how far it came and why it ended", (name, title, reached) => {
    const subject = subjects[name]!;
    const report = runReport(subject);
    expect(report.title).toBe(title);
    const told = report.sections.map(({ id }) => id);
    for (const id of told) expect([...reached, "afterwards", "time", "again"]).toContain(id);
    for (const id of reached) expect(told).toContain(id);
    expect(markdownDocument(report)).toContain("The run never came to: ");
  });
});

describe("docs", () => {
  it("are drawn of every declaration, with a run and without, and every link in them leads somewhere", () => {
    for (const [name, subject] of Object.entries(subjects)) {
      // An imported model has no workflow file.
      if (subject.declaration.problem === undefined) continue;
      const files = drawDocs(subject, "some.workflow.ts");
      const texts = new Map(files.map(({ name, text }) => [name, text]));
      for (const { name: file, text } of files) {
        expect(strangers(text), `${name}, ${file}`).toEqual([]);
        expect(text, `${name}, ${file}`).not.toMatch(/undefined|\[object|NaN/);
        expect(brokenLinks(text, texts), `${name}, ${file}`).toEqual([]);
      }
    }
  });

  it("are the same bytes each time", () => {
    const subject = subjects["a life"]!;
    expect(drawDocs(subject, "a.workflow.ts")).toEqual(drawDocs(structuredClone(subject), "a.workflow.ts"));
  });
});

function brokenLinks(text: string, texts: ReadonlyMap<string, string>): string[] {
  const links = [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/\]\(([\w-]+\.md)(?:#([\w-]+))?\)/g)];
  return links.flatMap(([link, file, anchor]) => {
    const page = texts.get(file!);
    if (page === undefined) return [link];
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!.toLowerCase().replaceAll(" ", "-"));
    return anchor === undefined || headings.includes(anchor) ? [] : [link];
  });
}
