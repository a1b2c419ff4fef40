import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SmallHome, smallHome } from "../../../../test/fixtures/small-run.ts";
import { systemPlatform } from "../../../platform/index.ts";
import { loadWorkflow } from "../../../workflow/index.ts";
import { declarationSubject } from "../../load-subject.ts";
import type { Subject } from "../../subject.ts";
import { checkDocs, type DocsFile, drawDocs } from "./docs-folder.ts";
import { docsPages } from "./pages.ts";
import { terms } from "./terms.ts";
import { readDocs, writeDocs } from "./write-docs.ts";

let home: SmallHome;
let declared: Subject;
let ran: Subject;
let folder: string;

beforeAll(async () => {
  home = await smallHome();
  declared = await subjectNow(false);
  await home.run();
  ran = await subjectNow(true);
});
afterAll(() => home.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-docs-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function subjectNow(withHome: boolean): Promise<Subject> {
  return declarationSubject((await loadWorkflow(home.file)).workflow, withHome ? home.store : null);
}

const draw = (subject: Subject): DocsFile[] => drawDocs(subject, "rides.workflow.ts");
const names = docsPages.map(({ file }) => file);

/** What `--check` says: "README.md stale". */
async function faults(subject: Subject): Promise<string[]> {
  const found = await readDocs(folder, names);
  return checkDocs(draw(subject), found, subject.life !== null).map(({ file, state }) => `${file} ${state}`);
}

const edit = (name: string, change: (text: string) => string): void =>
  writeFileSync(join(folder, name), change(readFileSync(join(folder, name), "utf8")));

describe("millrace docs", () => {
  it("writes every page, and nothing anew that is the same", async () => {
    expect(await writeDocs(folder, draw(ran), systemPlatform.random)).toEqual(names);
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
    const before = statSync(join(folder, "README.md")).mtimeMs;
    expect(await writeDocs(folder, draw(ran), systemPlatform.random)).toEqual([]);
    expect(statSync(join(folder, "README.md")).mtimeMs).toBe(before);
  });

  it("draws the same bytes from a home that knows of other workflows, too", () => {
    expect(draw({ ...ran, life: { ...ran.life! } })).toEqual(draw(ran));
  });

  it("says how the model stands, and what is declared where nothing has run", () => {
    const readme = (subject: Subject): string => draw(subject)[0]!.text;
    expect(readme(declared)).toContain("It has not run here yet: this is what is declared.");
    expect(readme(ran)).toContain("| **Champion** | `rides@1` |");
  });

  it("says so where the declaration has changed since the newest run", async () => {
    home.declare({ seed: 9 });
    const changed = await subjectNow(true);
    home.declare();
    expect(draw(changed)[0]!.text).toContain("The declaration has changed since that run.");
    expect(draw(ran)[0]!.text).not.toContain("The declaration has changed");
  });

  it("refuses to overwrite a file that it didn't write, and writes nothing then", async () => {
    writeFileSync(join(folder, "data.md"), "# Ours\n");
    await expect(writeDocs(folder, draw(ran), systemPlatform.random)).rejects.toMatchObject({
      code: "DOCUMENTS_FILE_FOREIGN",
    });
    expect(readdirSync(folder)).toEqual(["data.md"]);
    expect(readFileSync(join(folder, "data.md"), "utf8")).toBe("# Ours\n");
  });

  it("refuses to overwrite what somebody has changed by hand", async () => {
    await writeDocs(folder, draw(declared), systemPlatform.random);
    edit("runbook.md", (text) => `${text}\nCall me first. Olga\n`);
    await expect(writeDocs(folder, draw(ran), systemPlatform.random)).rejects.toMatchObject({
      code: "DOCUMENTS_FILE_EDITED",
    });
    expect(await faults(declared)).toEqual(["runbook.md edited"]);
  });

  it("leaves no half of a folder that can't be written", async () => {
    mkdirSync(join(folder, "decisions.md"));
    await expect(writeDocs(folder, draw(ran), systemPlatform.random)).rejects.toMatchObject({
      code: "DOCUMENTS_FOLDER_UNWRITABLE",
    });
    expect(readdirSync(folder)).toEqual(["decisions.md"]);
  });
});

describe("millrace docs --check", () => {
  it("is content with what was just written, whatever Git did to the ends of lines", async () => {
    await writeDocs(folder, draw(ran), systemPlatform.random);
    expect(await faults(ran)).toEqual([]);
    for (const name of names) edit(name, (text) => text.replaceAll("\n", "\r\n"));
    expect(await faults(ran)).toEqual([]);
  });

  it("finds a page that is missing, one that is changed and one of somebody else", async () => {
    await writeDocs(folder, draw(ran), systemPlatform.random);
    rmSync(join(folder, "workflow.md"));
    edit("data.md", (text) => text.replace("rows", "lines"));
    writeFileSync(join(folder, "decisions.md"), "# Ours\n");
    expect(await faults(ran)).toEqual(["workflow.md missing", "data.md edited", "decisions.md foreign"]);
  });

  it("finds every page stale when the declaration has changed, with a home and without", async () => {
    await writeDocs(folder, draw(ran), systemPlatform.random);
    home.declare({ trials: 4 });
    const changed = [await subjectNow(true), await subjectNow(false)];
    home.declare();
    for (const subject of changed) expect(await faults(subject)).toEqual(names.map((name) => `${name} stale`));
  });

  it("finds what shows the history stale when more has happened, and can't know without a home", async () => {
    await writeDocs(folder, draw(ran), systemPlatform.random);
    await home.run();
    const now = await subjectNow(true);
    const historic = docsPages.filter(({ shows }) => shows === "history").map(({ file }) => `${file} stale`);
    expect(await faults(now)).toEqual(historic);
    expect(historic.length).toBeGreaterThan(2);
    expect(await faults(declared)).toEqual([]);
  });

  it("finds a page whose first line was changed to look fresh", async () => {
    await writeDocs(folder, draw(ran), systemPlatform.random);
    edit("README.md", (text) => text.replace(/declaration [0-9a-f]{16}/, `declaration ${"0".repeat(16)}`));
    expect(await faults(ran)).toEqual(["README.md stale"]);
  });

  it("finds pages that another version of Millrace would write otherwise", async () => {
    const older = draw(declared).map((file) => (file.name === "runbook.md" ? draw(ran)[0]! : file));
    const expected = draw(declared);
    const found = Object.fromEntries(expected.map(({ name }, i) => [name, older[i]!.text]));
    const states = checkDocs(expected, found, false).map(({ file, state, reason }) => [file, state, reason]);
    expect(states).toEqual([["runbook.md", "stale", expect.any(String)]]);
  });
});

describe("the words of the onboarding", () => {
  const glossary = readFileSync(new URL("../../../../GLOSSARY.md", import.meta.url), "utf8");

  it.each(Object.entries(terms))("has %s as the glossary does", (word, meaning) => {
    expect(glossary).toContain(`| **${word}** | ${meaning} |`);
  });

  it("are explained once each", () => {
    const page = draw(declared).find(({ name }) => name === "onboarding.md")!.text;
    for (const word of Object.keys(terms)) {
      expect(page.split(`| **${word[0]!.toUpperCase()}${word.slice(1)}** |`), word).toHaveLength(2);
    }
  });
});
