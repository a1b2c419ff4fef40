import { lintRules } from "./rules/index.ts";

/** The reference of all rules, as Markdown; `docs/reference/lint.md` is exactly this. */
export function lintReference(): string {
  const head = [
    "# Rules of `millrace lint`",
    "",
    "Lint reads the declaration before anything is done; `millrace run` does it first. An **error** stops the run, a **warning** is",
    "shown and the run goes on. Rules on columns speak only where the columns are known.",
    "",
    "This page is generated from the rules themselves, and every example on it is run by the tests.",
  ];
  const sections = lintRules.flatMap(({ name, severity, summary, example }) => [
    "",
    `## ${name}`,
    "",
    `${severity === "error" ? "Error" : "Warning"}. ${summary}`,
    "",
    "```ts",
    `${example.code},`,
    "```",
    "",
    `> ${example.message}`,
  ]);
  return `${[...head, ...sections].join("\n")}\n`;
}
