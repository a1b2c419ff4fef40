import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isMillraceError } from "../../src/errors/index.ts";
import { type Drawing, diagramTable, drawDiagram, type Subject } from "../../src/pictures/index.ts";
import { bare, quoted, restOfLine } from "../../src/pictures/mermaid/text.ts";
import { mermaidBundle } from "../../src/pictures/rendering/mermaid-bundle.ts";
import { fontFamily, mermaidConfig } from "../../src/pictures/rendering/theme.ts";
import { browserPath, launchOptions, withoutBrowser } from "../fixtures/browser.ts";
import { hostileWords } from "../fixtures/hostile-words.ts";
import { type PictureSubjects, pictureSubjects } from "../fixtures/pictures.ts";

/** What a browser shows of a text. */
interface Shown {
  /** What Mermaid has against it. */
  readonly refused: string | null;
  /** All words of the picture, in order, without white space. */
  readonly words: string;
  /** Class names of its elements. */
  readonly classes: readonly string[];
  /** Elements that have no business in a picture. */
  readonly strangers: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly notNumbers: number;
}

/** Mermaid's own complaints, entities that it didn't turn back, and figures that are none. */
const wrongWords = /Syntaxerror|Unsupportedmarkdown|ﬂ°|¶ß|NaN|undefined|\[object/;

const variants = diagramTable.flatMap(({ kind, aspects }) =>
  Object.keys(aspects ?? { "": "" }).map((aspect) =>
    aspect === "" ? { name: kind, kind, aspect: undefined } : { name: `${kind} of ${aspect}`, kind, aspect },
  ),
);

describe.skipIf(browserPath === undefined)(`every diagram, drawn by Mermaid in a browser${withoutBrowser}`, () => {
  let browser: Browser;
  let page: Page;
  let subjects: PictureSubjects;

  beforeAll(async () => {
    subjects = await pictureSubjects();
    browser = await chromium.launch(launchOptions);
    page = await browser.newPage();
    await page.setContent(
      `<!doctype html><title>diagrams</title><body style='font-family:${fontFamily.replaceAll("'", "")}'><div id=place></div>`,
    );
    await page.addScriptTag({ content: mermaidBundle() });
    // Mermaid's own limits stay: the text must be drawn by others, too, such as GitHub.
    const { maxTextSize: _, maxEdges: __, ...config } = mermaidConfig;
    await page.evaluate(`mermaid.initialize(${JSON.stringify({ ...config, suppressErrorRendering: true })})`);
  });
  afterAll(() => browser?.close());

  const show = async (text: string): Promise<Shown> =>
    (await page.evaluate(`(${showThere})(${JSON.stringify(text)})`)) as Shown;

  it.each(variants)("$name: accepted, drawn whole, and every word is shown as it is", async ({ kind, aspect }) => {
    const faults: string[] = [];
    let drawn = 0;
    // Runs of one workflow have some pictures in common, but for figures.
    const seen = new Set<string>();
    for (const [name, subject] of Object.entries(subjects)) {
      const drawing = drawingOf(kind, subject, aspect);
      if (drawing === null) continue;
      drawn++;
      const body = typeof drawing === "string" ? drawing : shapeOf(drawing);
      if (seen.has(body)) continue;
      seen.add(body);
      const found = typeof drawing === "string" ? [drawing] : faultsOf(drawing, await show(drawing.text));
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(drawn).toBeGreaterThan(0);
  });
});

/** Null where the subject has nothing that this diagram could draw; a fault where it throws. */
function drawingOf(kind: string, subject: Subject, aspect: string | undefined): Drawing | string | null {
  try {
    return drawDiagram(kind, subject, { aspect });
  } catch (error) {
    if (isMillraceError(error, "PICTURE_NOTHING_TO_DRAW") || isMillraceError(error, "PICTURE_ASPECT_EMPTY"))
      return null;
    return `throws ${error instanceof Error ? error.stack!.split("\n").slice(0, 3).join(" ") : String(error)}`;
  }
}

/** Pictures whose lines are as long as figures say. */
const madeOfFigures: readonly string[] = ["gantt", "pie", "xychart"];

/** What two texts have in common that differ in title and figures alone: laid out once, it is laid out for both. */
function shapeOf({ kind, text }: Drawing): string {
  const body = text.replace(/^---\n[\s\S]*?\n---\n%% .*\n/, "");
  return madeOfFigures.includes(kind) ? body : body.replace(/\b[0-9a-f]{6,}\b|\d+([.,]\d+)*/g, "0");
}

function faultsOf({ text }: Drawing, shown: Shown): string[] {
  if (shown.refused !== null) return [`refused: ${shown.refused}\n${text}`];
  const faults: string[] = [];
  if (wrongWords.test(shown.words)) faults.push(`shows ${excerpt(shown.words)}`);
  if (shown.classes.some((name) => /^error-(icon|text)$/.test(name))) faults.push("shows Mermaid's error graphic");
  if (shown.strangers.length > 0) faults.push(`holds ${shown.strangers.join(", ")}`);
  if (shown.notNumbers > 0) faults.push(`${shown.notNumbers} attributes are no numbers`);
  if (!(shown.width > 40 && shown.height > 30)) faults.push(`is ${shown.width} x ${shown.height}`);
  if (text.length >= 50_000) faults.push(`${text.length} characters are more than Mermaid takes by default`);
  for (const word of hostileWords) {
    if (isWritten(text, word) && !shown.words.includes(squeezed(word))) faults.push(`doesn't show ${word}`);
  }
  return faults;
}

/** True where the text holds the word in a way that differs from it: plain words may be the grammar's own. */
function isWritten(text: string, word: string): boolean {
  const ways = [quoted(word).slice(1, -1), restOfLine(word), bare(word)];
  return ways.some((written) => written !== word && text.includes(written));
}

/** As it is shown: cut where it is long, and without white space, which lines are broken at. */
function squeezed(word: string): string {
  return [...word].slice(0, 100).join("").replace(/\s+/g, "");
}

function excerpt(words: string): string {
  const at = words.search(wrongWords);
  return words.slice(Math.max(0, at - 60), at + 60);
}

/** Runs in the page. */
const showThere = `async (text) => {
  let svg;
  try {
    await mermaid.parse(text);
    ({ svg } = await mermaid.render("picture", text));
  } catch (error) {
    return { refused: String(error.message ?? error), words: "", classes: [], strangers: [], width: 0, height: 0, notNumbers: 0 };
  }
  const place = document.getElementById("place");
  place.innerHTML = svg;
  const picture = place.querySelector("svg");
  const all = [...picture.querySelectorAll("*")];
  const { width, height } = picture.viewBox.baseVal;
  for (const style of picture.querySelectorAll("style")) style.remove();
  return {
    refused: null,
    words: picture.textContent.replace(/\\s+/g, ""),
    classes: [...new Set(all.flatMap((element) => [...element.classList]))],
    strangers: all
      .filter((element) => /^(script|iframe|object|embed|img|image|form|input|link|a)$/i.test(element.localName)
        || [...element.attributes].some(({ name }) => /^on/.test(name)))
      .map((element) => element.outerHTML.slice(0, 200)),
    width,
    height,
    notNumbers: all.flatMap((element) => [...element.attributes]).filter(({ name, value }) =>
      /^(x|y|x1|x2|y1|y2|cx|cy|r|width|height|d|points|transform|viewBox)$/.test(name) && /NaN|undefined|Infinity/.test(value)).length,
  };
}`;
