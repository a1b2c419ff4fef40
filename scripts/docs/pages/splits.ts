import { splitTable } from "../../../src/training/index.ts";
import { builderSection } from "../builder-section.ts";
import { code, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";
import { exportsOf } from "../source/declarations.ts";
import { inRepository } from "../source/root.ts";

/** Every split with its builder. */
export const splitsPage: Page = {
  file: "splits.md",
  title: "Splits",
  summary: "What `split` may be: which rows train and which are kept for the test, touched once at the end.",
  body: () =>
    paragraphs(
      "Folds of the cross-validation are of the split's own kind, and made of its training rows only. Without `split`: by time where the table declares `time`, else stratified for classification and random elsewhere, with a fifth of the rows for the test.",
      table(
        ["split", "builder", "how"],
        Object.values(splitTable).map(({ kind, summary }) => [code(kind), code(builderOf(kind)), summary]),
      ),
      ...Object.keys(splitTable).map((kind) => builderSection("src/training/splits/index.ts", builderOf(kind))),
    ),
};

/** `time` is built by `byTime`, `random` by `random`. */
function builderOf(kind: string): string {
  const builders = exportsOf(inRepository("src/training/splits/index.ts"));
  const prefixed = `by${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  return builders.has(prefixed) ? prefixed : kind;
}
