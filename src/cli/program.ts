import { Command as Commander, CommanderError, Option, type OutputConfiguration } from "commander";
import { fail, isMillraceError, type MillraceError } from "../errors/index.ts";
import { type Answer, type Command, type CommandOption, sharedOptions, type Terminal } from "./command.ts";
import { commands } from "./commands.ts";
import { version } from "./version.ts";

/**
 * Runs one command line and gives its exit code: 0, 1 internal, 2 bad usage or input, 3 a gate fails, 4 insufficient
 * evidence, 5 a check fails, 130 interrupted.
 * @param argv without node and script
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const asJson = argv.includes("--json");
  let exitCode = 0;
  const outputs = outputsOf(terminal);
  const program = new Commander("millrace")
    .description("From raw data to a monitored model, in one typed file.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .exitOverride()
    .configureOutput(outputs)
    .showSuggestionAfterError(true);
  program.addHelpText("after", overview());
  for (const command of commands) {
    program.addCommand(
      toCommander(command, outputs, async (invocation) => {
        const answer = await command.run({ ...invocation, terminal });
        exitCode = answer.exitCode;
        print(answer, asJson, terminal);
      }),
    );
  }
  try {
    if (argv.length === 0) {
      terminal.out(program.helpInformation() + overview());
      return 0;
    }
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return report(error, { asJson, terminal, command: commands.find(({ name }) => name === argv[0])?.name });
  }
}

function outputsOf(terminal: Terminal): OutputConfiguration {
  return {
    writeOut: (text) => terminal.out(text.trimEnd()),
    writeErr: (text) => terminal.note(text.trimEnd()),
    // Usage errors are printed once, by `report`, in the one shape of all errors.
    outputError: () => {},
  };
}

function toCommander(
  command: Command,
  outputs: OutputConfiguration,
  action: (invocation: { args: string[]; options: Record<string, string | boolean | string[]> }) => Promise<void>,
): Commander {
  const made = new Commander(command.name).description(command.summary).exitOverride();
  made.helpOption("-h, --help", "show this help");
  for (const argument of command.arguments) made.argument(argument.name, argument.summary);
  for (const option of [...command.options, ...sharedOptions]) made.addOption(toOption(option));
  const examples = command.examples.map(({ line, does }) => `  $ ${line}\n      ${does}`).join("\n");
  made.addHelpText("after", `\nExamples:\n${examples}`);
  made.configureOutput(outputs);
  made.action(async (...received: unknown[]) => {
    const options = received.at(-2) as Record<string, string | boolean | string[]>;
    const args = received
      .slice(0, -2)
      .flat()
      .filter((arg) => typeof arg === "string");
    await action({ args, options });
  });
  return made;
}

function toOption(option: CommandOption): Option {
  const made = new Option(option.flags, option.summary);
  return option.repeatable
    ? made.argParser((value: string, all: string[] | undefined) => [...(all ?? []), value])
    : made;
}

function print(answer: Answer, asJson: boolean, terminal: Terminal): void {
  // A command that has printed its object already hands over none.
  if (asJson) {
    if (answer.json !== undefined) terminal.out(JSON.stringify(answer.json));
    return;
  }
  if (answer.text !== "") terminal.out(answer.text);
}

function report(
  error: unknown,
  { asJson, terminal, command }: { asJson: boolean; terminal: Terminal; command: string | undefined },
): number {
  const known = toMillraceError(error, command);
  if (asJson) terminal.out(JSON.stringify(known.toBody()));
  else {
    terminal.note(`error ${known.code}: ${known.message}`);
    terminal.note(`  fix:  ${known.fix}`);
    terminal.note(`  docs: ${known.docs}`);
    if (known.code === "CLI_INTERNAL" && error instanceof Error && error.stack) terminal.note(error.stack);
  }
  return known.exitCode;
}

function toMillraceError(error: unknown, command: string | undefined): MillraceError {
  if (isMillraceError(error)) return error;
  if (error instanceof CommanderError) return fail("CLI_USAGE", { reason: usageReason(error), command });
  return fail("CLI_INTERNAL", { reason: error instanceof Error ? error.message : String(error) }, { cause: error });
}

/** Commander's sentence, on one line and without its prefix. */
function usageReason({ message }: CommanderError): string {
  return message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
}

function overview(): string {
  return [
    "",
    "A first model:",
    "  $ millrace init --data my.csv --target y     write a workflow file that runs",
    "  $ millrace run                               data to a gated, registered model",
    "  $ millrace serve                             answer requests with it",
    "",
    "Help on one command: millrace <command> --help",
  ].join("\n");
}
