/** One page of the reference. One file each in `pages/`, one line each in `pages/index.ts`. */
export interface Page {
  /** Name of the file in `docs/reference`. */
  readonly file: string;
  readonly title: string;
  /** What a reader finds there, as the index says it. */
  readonly summary: string;
  /** Everything below the title and the summary, as Markdown. */
  body?(): string;
  /** The whole file, where a room writes its own page. */
  whole?(): string;
}

/** The whole file: title, summary, where it comes from, body. */
export function renderPage(page: Page): string {
  if (page.whole !== undefined) return page.whole();
  return `# ${page.title}\n\n${page.summary}\n\n${generatedNote}\n\n${deeper(page.body!()).trim()}\n`;
}

/** Headings one level down where the body has some of the first level: that is the title's. Code is left as it is. */
function deeper(body: string): string {
  const parts = body.split(/^(```[\s\S]*?^```)$/m);
  if (!parts.some((part, i) => i % 2 === 0 && /^# /m.test(part))) return body;
  return parts.map((part, i) => (i % 2 === 0 ? part.replace(/^(#+ )/gm, "#$1") : part)).join("");
}

const generatedNote = "*Made from the code by `npm run docs`; a test keeps it up to date.*";
