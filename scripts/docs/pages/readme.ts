import { paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";

/** The index of the other pages. */
export function indexPage(pages: readonly Page[]): Page {
  return {
    file: "README.md",
    title: "Reference",
    summary: "Everything that Millrace knows, read out of its code.",
    body: () =>
      paragraphs(
        "To learn how to use it, begin with the [guide](../guide/README.md); for its words there is the [glossary](../../GLOSSARY.md).",
        table(
          ["page", "what is there"],
          pages.map(({ file, title, summary }) => [`[${title}](${file})`, summary]),
        ),
      ),
  };
}
