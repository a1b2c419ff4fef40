import pc from "picocolors";
import { fail } from "../errors/index.ts";
import { actorOf } from "./actor.ts";
import { type Command, flag, list, text } from "./command.ts";
import { withExistingStore } from "./home.ts";
import { version } from "./version.ts";

export const serveCommand: Command = {
  name: "serve",
  summary: "Answer prediction requests over HTTP, following the aliases",
  arguments: [
    {
      name: "[models...]",
      summary: "name, name@version or name@alias (default: every model, its champion else its newest version)",
    },
  ],
  options: [
    { flags: "--port <n>", summary: "the port; 0 is any free one (default: 7400)" },
    { flags: "--host <address>", summary: "the address to listen on (default: 127.0.0.1)" },
    { flags: "--allow-remote", summary: "accept that other machines can use the models: nobody has to log in" },
    {
      flags: "--allow-host <name>",
      summary: "a host name under which the server may be addressed; may be repeated",
      repeatable: true,
    },
    {
      flags: "--allow-origin <origin>",
      summary: "a web page's origin that may ask; may be repeated",
      repeatable: true,
    },
    {
      flags: "--app <app>",
      summary: "predict (only what answers predictions) or control (only what shows models); default: both",
    },
    { flags: "--default-model <name>", summary: "the model of routes that name none (/invocations)" },
    { flags: "--run <run>", summary: "also serve the candidate of a run, whether or not it passed its gates" },
  ],
  examples: [
    { line: "millrace serve", does: "every model on http://127.0.0.1:7400; open it in a browser to try them" },
    {
      line: "millrace serve churn@staging --port 8080",
      does: "one version by alias; it is swapped when the alias moves",
    },
    {
      line: `curl http://127.0.0.1:7400/predict/churn -H 'content-type: application/json' -d '{"plan":"basic"}'`,
      does: "ask it",
    },
  ],
  run: (invocation) =>
    withExistingStore(invocation, async (store) => {
      const { terminal } = invocation;
      // Only who serves pays for loading the server.
      const { startServer, stopOnSignals } = await import("../http/index.ts");
      const server = await startServer({
        store,
        version: version(),
        actor: actorOf(terminal),
        part: partOf(text(invocation, "app")),
        port: portOf(text(invocation, "port")),
        host: text(invocation, "host"),
        allowRemote: flag(invocation, "allowRemote"),
        allowedHosts: list(invocation, "allowHost"),
        allowedOrigins: list(invocation, "allowOrigin"),
        defaultModel: text(invocation, "defaultModel"),
        run: text(invocation, "run"),
        models: invocation.args.length === 0 ? undefined : invocation.args,
        onNote: (note) => terminal.note(pc.yellow(note)),
      });
      const models = server.deployments
        .list()
        .map(({ name, versionName, digest }) => ({ name, version: versionName, digest }));
      // Said at once and not at the end: whoever started the server waits for the address.
      if (flag(invocation, "json")) terminal.out(JSON.stringify({ address: server.address, models }));
      else for (const line of greeting(server.address, models)) terminal.out(line);
      await stopOnSignals(server, terminal.platform.machine, terminal.interrupted);
      return { exitCode: 0, json: undefined, text: "stopped" };
    }),
};

function greeting(
  address: string,
  models: readonly { readonly name: string; readonly version: string; readonly digest: string }[],
): string[] {
  return [
    "",
    `  Serving at ${pc.bold(address)} (open it to see the fields and to ask)`,
    "",
    ...models.map(
      ({ name, version, digest }) =>
        `  POST ${address}/predict/${encodeURIComponent(name)}   ${pc.dim(`version ${version}, ${digest.slice(0, 19)}`)}`,
    ),
    ...(models.length === 0
      ? ["  No model is there yet: run a workflow, and its version answers here by itself."]
      : []),
    "",
    pc.dim("  Ctrl-C stops it; requests in work are answered first."),
    "",
  ];
}

function partOf(given: string | undefined): "predict" | "control" | undefined {
  if (given === undefined || given === "predict" || given === "control") return given;
  throw fail("CLI_OPTION_INVALID", { option: "--app", expected: "predict or control", got: given });
}

function portOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw fail("CLI_OPTION_INVALID", { option: "--port", expected: "a whole number from 0 to 65535", got: given });
}
