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
  return `# ${page.title}\n\n${page.summary}\n\n${generatedNote}\n\n${page.body!().trim()}\n`;
}

const generatedNote = "*Made from the code by `npm run docs`; a test keeps it up to date.*";
