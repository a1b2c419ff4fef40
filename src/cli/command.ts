import type { Platform } from "../platform/index.ts";

/** Where a command reads from and writes to; tests bring their own. */
export interface Terminal {
  /** Lines of the answer. */
  out(text: string): void;
  /** Progress and remarks: stderr, so that `--json` leaves one object on stdout. */
  note(text: string): void;
  /** Redraws one line in place; does nothing where nobody watches. */
  status(text: string): void;
  readonly isInteractive: boolean;
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: Platform;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** An option of a command. */
export interface CommandOption {
  /** As the command line shows it: `--threads <n>`, `--json`. */
  readonly flags: string;
  readonly summary: string;
  /** May be given several times; its values arrive as an array. */
  readonly repeatable?: boolean;
}

/** What a command hands back: `--json` prints `json`, people get `text`. */
export interface Answer {
  readonly exitCode: number;
  readonly json: unknown;
  readonly text: string;
}

/** Values of options by their camelCase name, and the positional arguments in order. */
export interface Invocation {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly terminal: Terminal;
}

/** One row of the table of commands; help and the reference are made from it. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments as commander writes them: `<model>`, `[file]`. */
  readonly arguments: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly CommandOption[];
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  run(invocation: Invocation): Promise<Answer>;
}

/** Every command has these. */
export const sharedOptions: readonly CommandOption[] = [
  {
    flags: "--home <dir>",
    summary: "the home folder (default: MILLRACE_HOME, else .millrace beside the workflow file or here)",
  },
  { flags: "--json", summary: "print exactly one JSON object on stdout" },
];

/** The value of a text option. */
export function text(invocation: Invocation, name: string): string | undefined {
  const value = invocation.options[name];
  return typeof value === "string" ? value : undefined;
}

/** True where the flag was given. */
export function flag(invocation: Invocation, name: string): boolean {
  return invocation.options[name] === true;
}

/** All values of a repeatable option. */
export function list(invocation: Invocation, name: string): readonly string[] {
  const value = invocation.options[name];
  return Array.isArray(value) ? value : [];
}
