import { spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { curlRequests } from "../docs/curl.ts";
import { printedBlocks, unprinted } from "../docs/printed.ts";
import { json, millrace, run, workFolder } from "./command-line.ts";

const examples = new URL("../../examples", import.meta.url).pathname;
const scratch = workFolder();
const printed = new Map<string, string>();

/** What every episode must come to; 01 reads a package of the repository and so runs where it stands. */
const episodes = [
  { folder: "01-bird-strikes", name: "bird-strikes", status: 0, verdict: "pass", inPlace: true },
  { folder: "02-your-own-data", name: "subscriptions", status: 0, verdict: "pass", inPlace: false },
  { folder: "03-regression", name: "flats", status: 0, verdict: "pass", inPlace: false },
  { folder: "04-clustering", name: "regimes", status: 0, verdict: "pass", inPlace: false },
  { folder: "05-anomalies", name: "payments", status: 4, verdict: "insufficient", inPlace: false },
] as const;

/** Episodes that are a script of one's own, and not a workflow. */
const scripts = [
  { folder: "06-the-engine", script: "rents.mjs" },
  { folder: "07-explanations", script: "why.mjs" },
] as const;

interface RunJson {
  readonly workflow: string;
  readonly status: string;
  readonly verdict: string;
  readonly model: { readonly name: string; readonly version: number } | null;
  readonly steps: readonly { readonly name: string; readonly cached: boolean }[];
}

afterAll(() => scratch.remove());

describe("every episode", () => {
  it("has a row here", () => {
    const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...episodes, ...scripts].map(({ folder }) => folder));
  });

  it.each(episodes)(
    "$folder ends as its README says",
    async ({ folder, name, status, verdict, inPlace }) => {
      const place = inPlace ? join(examples, folder) : copyOf(folder);
      const home = homeOf(folder);
      const first = await note(folder, ["run", place, "--home", home]);
      expect({ status: first.status, stderr: first.stderr }).toMatchObject({ status });
      const again = await run(["run", place, "--home", home, "--json"]);
      expect(again.status).toBe(status);
      const result = json<RunJson>(again);
      expect(result).toMatchObject({ workflow: name, status: "succeeded", verdict });
      expect(result.model).toEqual(status === 0 ? expect.objectContaining({ name, version: 1 }) : null);
      expect(result.steps.filter(({ cached }) => !cached)).toEqual([]);
      // The types that the repository holds for the editor are those that a run writes.
      const types = "millrace-env.d.ts";
      expect(readFileSync(join(place, types), "utf8")).toBe(readFileSync(join(examples, folder, types), "utf8"));
    },
    400_000,
  );
});

describe("every script", () => {
  it.each(scripts)("$folder prints what its README shows", async ({ folder, script }) => {
    const readme = readFileSync(join(examples, folder, "README.md"), "utf8");
    const shown = /^```text\n([\s\S]*?)^```$/m.exec(readme)![1]!;
    expect(await printedBy(join(examples, folder, script))).toBe(shown);
  });
});

describe("your own data, from the first file to an answer", () => {
  const folder = "02-your-own-data";
  const options = { cwd: scratch.path };
  const home = homeOf(folder);

  it("init writes the workflow file of the episode", async () => {
    cpSync(join(examples, folder, "subscriptions.csv"), join(scratch.path, "subscriptions.csv"));
    const args = ["--data", "subscriptions.csv", "--target", "cancelled", "--time", "asked_on", "--key", "customer"];
    expect((await note(folder, ["init", ...args], options)).status).toBe(0);
    const written = readFileSync(join(scratch.path, "subscriptions.workflow.ts"), "utf8");
    expect(written).toBe(readFileSync(join(examples, folder, "subscriptions.workflow.ts"), "utf8"));
  });

  it("lint, show, why, ls, predict, doctor, reproduce and gc do what the guide says", async () => {
    for (const args of [
      ["lint", copyOf(folder)],
      ["show", "--home", home],
      ["show", "subscriptions", "--home", home],
      ["why", "--home", home],
      ["ls", "--home", home],
      ["predict", "subscriptions", "--data", "subscriptions.csv", "--out", "scored.csv", "--home", home],
      ["doctor", "--home", home],
      ["reproduce", "subscriptions@1", "--home", home],
      ["gc", "--dry-run", "--home", home],
      ["backup", "home.tar.gz", "--home", home],
    ]) {
      const ended = await note(folder, args, options);
      expect({ args, ...ended }).toMatchObject({ status: 0 });
    }
    const scored = readFileSync(join(scratch.path, "scored.csv"), "utf8");
    printed.set(folder, `${printed.get(folder)}\n${scored}`);
    expect(scored.trimEnd().split("\n").length).toBe(601);
  }, 240_000);

  it("why names the one thing that was changed", async () => {
    const file = join(copyOf(folder), "subscriptions.workflow.ts");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("betterThanBaseline()]", "betterThanBaseline({ margin: 0.01 })]"));
    const result = json<RunJson>(await run(["run", file, "--home", home, "--json"]));
    expect(result.steps.filter(({ cached }) => !cached).map(({ name }) => name)).toEqual(["lint", "gate", "register"]);
    // The very same bytes again: no new number.
    expect(result.model).toMatchObject({ version: 1 });
    expect((await note(folder, ["why", "latest", "gate", "--home", home])).status).toBe(0);
  }, 60_000);

  it("every curl line of the guide is answered", async () => {
    const requests = curlRequests("docs/guide/08-serving.md");
    expect(requests.length).toBeGreaterThanOrEqual(4);
    const server = spawn(process.execPath, [millrace, "serve", "--home", home, "--port", "0", "--json"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const address = await addressOf(server.stdout);
      for (const { path, headers, body } of requests) {
        const answer = await fetch(address + path, body === undefined ? {} : { method: "POST", headers, body });
        const text = await answer.text();
        expect({ path, status: answer.status, text }).toMatchObject({ status: 200 });
        printed.set(folder, `${printed.get(folder)}\n${text}`);
      }
    } finally {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
    }
  }, 60_000);
});

describe("what the guide shows as printed", () => {
  it.each(printedBlocks())("is printed: $place", (block) => {
    const said = printed.get(block.episode);
    expect(said, `no command of ${block.episode} was run`).toBeDefined();
    expect(unprinted(block, said!)).toEqual([]);
  });
});

function printedBy(script: string): Promise<string> {
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  return new Promise((resolve) => child.on("close", () => resolve(stdout)));
}

/** Runs a command and keeps what it printed for the guide's blocks. */
async function note(episode: string, args: readonly string[], options: { cwd?: string } = {}) {
  const ended = await run(args, options);
  printed.set(episode, `${printed.get(episode) ?? ""}\n${ended.stderr}\n${ended.stdout}`);
  return ended;
}

function homeOf(folder: string): string {
  return join(scratch.path, "homes", folder);
}

/** The episode in a folder of its own: a run writes beside its workflow. */
function copyOf(folder: string): string {
  const place = join(scratch.path, folder);
  const kept = (source: string): boolean => !source.includes(".millrace");
  if (!existsSync(place)) cpSync(join(examples, folder), place, { recursive: true, filter: kept });
  return place;
}

function addressOf(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`no address within 30 seconds: ${text}`)), 30_000);
    stream.on("data", (chunk) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end < 0) return;
      clearTimeout(timer);
      resolve((JSON.parse(text.slice(0, end)) as { address: string }).address);
    });
  });
}
