import { type Command, type CommandOption, sharedOptions } from "../../../src/cli/command.ts";
import { commands } from "../../../src/cli/commands.ts";
import { block, code, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";

/** Every command with its arguments, options and examples. */
export const cliPage: Page = {
  file: "cli.md",
  title: "Command line",
  summary: "Every command of `millrace`; `millrace <command> --help` says the same.",
  body: () =>
    paragraphs(
      table(
        ["command", "what it does"],
        commands.map(({ name, summary }) => [`[\`${name}\`](#millrace-${name})`, summary]),
      ),
      "Options of every command:",
      optionTable(sharedOptions),
      "## Exit codes",
      "A script branches on these; `--json` says the same in words.",
      exitCodes,
      ...commands.map(commandSection),
    ),
};

const exitCodes = table(
  ["code", "meaning"],
  [
    ["0", "Done. After `run`: every gate passes. After `reproduce`: the same digest."],
    ["1", "An internal error; `doctor` found something amiss; `reproduce` got another digest."],
    ["2", "Bad usage or input: nothing was done."],
    ["3", "`run`: a gate fails, so no version was registered and no alias moved."],
    ["4", "`run`: the evidence doesn't suffice to decide a gate; no version, no alias."],
    ["5", "`run`: a data check fails; the rows at fault are kept aside."],
    ["130", "Interrupted by Ctrl-C; `millrace run` goes on from there."],
  ],
);

function commandSection({ name, summary, arguments: args, options, examples }: Command): string {
  const usage = ["millrace", name, ...args.map((argument) => argument.name), "[options]"].join(" ");
  return paragraphs(
    `## millrace ${name}`,
    `${summary}.`,
    block("sh", usage),
    args.length === 0
      ? ""
      : table(
          ["argument", "meaning"],
          args.map((argument) => [code(argument.name), argument.summary]),
        ),
    optionTable(options),
    block("sh", examples.map(({ line, does }) => `# ${does}\n${line}`).join("\n\n")),
  );
}

function optionTable(options: readonly CommandOption[]): string {
  if (options.length === 0) return "";
  return table(
    ["option", "meaning"],
    options.map(({ flags, summary }) => [code(flags), summary]),
  );
}
