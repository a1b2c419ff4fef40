// `npm run pictures`: lives a short life of episode 01 on real data with the very commands that a user types, draws all that
// Millrace can draw of it into docs/pictures.md, and the flowchart of the run that went live into README.md.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist", "cli", "main.js");
const { diagramTable } = await import(new URL("../dist/pictures/index.js", import.meta.url).href);

const folder = mkdtempSync(join(tmpdir(), "millrace-pictures-"));
try {
  copyFileSync(join(root, "node_modules/vega-datasets/data/birdstrikes.csv"), join(folder, "birdstrikes.csv"));
  const declared = readFileSync(join(root, "examples/01-bird-strikes/bird-strikes.workflow.ts"), "utf8");
  // The data lies beside the file here, as it would for a user.
  const beside = changed(declared, /table\("[^"]*birdstrikes\.csv"/, 'table("birdstrikes.csv"');
  const live = run("as declared", beside);
  run("would a higher bar hold?", changed(beside, "minimum: 0.72", "minimum: 0.9").replace("goal: 0.8", "goal: 0.95"));
  run("is the month of any use?", changed(beside, /,\s*month: [^\n]*?\.month\(\)/, ""));
  writeGallery(live);
  writeReadme(live);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a declaration; a refusal by its gates is part of the story. @returns the run's id */
function run(note, source) {
  writeFileSync(join(folder, "bird-strikes.workflow.ts"), source);
  const { status, stdout, stderr } = millrace(["run", "--note", note, "--json"]);
  if (![0, 3, 4].includes(status)) throw new Error(`millrace run ended with ${status}: ${stderr}`);
  const result = JSON.parse(stdout);
  console.log(`${result.run}: ${note}: ${result.verdict}`);
  return result.run;
}

function draw(kind, subject, ...options) {
  const { status, stdout, stderr } = millrace(["diagram", kind, subject, ...options]);
  if (status !== 0) throw new Error(`millrace diagram ${kind} ended with ${status}: ${stderr}`);
  return stdout.trimEnd();
}

function millrace(args) {
  const { MILLRACE_HOME: _, ...env } = process.env;
  return spawnSync(process.execPath, [cli, ...args], { cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 26 });
}

function writeGallery(live) {
  const sections = diagramTable.flatMap(({ kind, summary, aspects, of }) =>
    Object.keys(aspects ?? { "": "" }).flatMap((aspect) => {
      const subject = of.run === undefined || aspect === "metric" ? "bird-strikes" : live;
      const options = aspect === "" ? [] : ["--of", aspect];
      const command = ["millrace diagram", kind, ...options].join(" ");
      let text;
      try {
        text = draw(kind, subject, ...options);
      } catch (error) {
        // Some sides of a diagram need what this life doesn't have; the guide says which.
        if (/PICTURE_ASPECT_EMPTY/.test(error.message)) return [];
        throw error;
      }
      const title = aspect === "" ? kind : `${kind}: ${aspect}`;
      return [
        `## ${title}`,
        `${capital(aspect === "" ? summary : aspects[aspect])}. \`${command}\``,
        "",
        ...fenced(text),
        "",
      ];
    }),
  );
  const head = [
    "# Pictures",
    "What Millrace draws of a short life of [episode 01](../examples/01-bird-strikes): the run that went live, a bar that was too high, and a",
    "question. Every figure in them is from the log of those runs. `npm run pictures` lives that life again and writes this page.",
    "",
  ];
  writeFileSync(join(root, "docs/pictures.md"), [...head, ...sections].join("\n"));
  console.log("wrote docs/pictures.md");
}

function writeReadme(live) {
  const file = join(root, "README.md");
  const [open, close] = ["<!-- drawn by npm run pictures -->", "<!-- to here -->"];
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error("README.md has no place for the picture");
  const block = [open, ...fenced(draw("flowchart", live)), ""].join("\n");
  writeFileSync(file, text.slice(0, from) + block + text.slice(to));
  console.log("wrote README.md's picture");
}

function fenced(text) {
  return ["```mermaid", text, "```"];
}

function changed(text, what, by) {
  const after = text.replace(what, by);
  if (after === text) throw new Error(`episode 01 no longer says ${what}`);
  return after;
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
