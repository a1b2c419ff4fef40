import { entry } from "./entry.ts";

/** What can go wrong in `cli/`. */
export const cliErrors = {
  CLI_USAGE: entry<{ reason: string; command?: string | undefined }>({
    status: 400,
    exit: 2,
    meaning: "The command line names a command, option or argument that doesn't exist, or leaves one out.",
    message: (d) => `The command can't be read: ${d.reason}.`,
    fix: (d) =>
      `Run \`millrace ${d.command ?? "<command>"} --help\` for its arguments and examples${d.command === undefined ? ", or `millrace --help` for the commands" : ""}.`,
  }),
  CLI_OPTION_INVALID: entry<{ option: string; expected: string; got: string; suggestion?: string }>({
    status: 400,
    exit: 2,
    meaning: "An option was given a value that it doesn't take.",
    message: (d) => `${d.option} takes ${d.expected}, got "${d.got}".${d.suggestion ?? ""}`,
    fix: (d) => `Give ${d.option} ${d.expected}.`,
  }),
  CLI_FILE_EXISTS: entry<{ path: string }>({
    status: 409,
    exit: 2,
    meaning: "A file that would be written is there already.",
    message: (d) => `${d.path} exists already and is not overwritten.`,
    fix: () => "Choose another folder or remove the file first.",
  }),
  CLI_INTERNAL: entry<{ reason: string }>({
    status: 500,
    exit: 1,
    meaning: "Something happened that Millrace did not foresee: a defect of ours.",
    message: (d) => `An unforeseen error: ${d.reason}`,
    fix: () => "Run the command again; if it stays, report it with the lines above. What was acknowledged is safe.",
  }),
} as const;
