import { lintReference } from "../../../src/workflow/lint/index.ts";
import type { Page } from "../page.ts";

/** The rules' own page. */
export const lintPage: Page = {
  file: "lint.md",
  title: "Rules of `millrace lint`",
  summary: "Every rule that a declaration is held to before anything is done, with what it says.",
  whole: lintReference,
};
