// The one entry of `npm run build | demo | test | docs | bench`: installs what is missing, builds, then does the job.
// Node's own modules only, because it runs before anything is installed.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const [job = "build", ...rest] = process.argv.slice(2);
process.chdir(root);

const built = (script, ...args) => {
  build();
  run(process.execPath, [...args, script, ...rest]);
};
const jobs = {
  build,
  demo: () => built("scripts/demo.mjs"),
  test: () => built("scripts/test.mjs"),
  bench: () => built("bench/main.ts", "--import", "jiti/register"),
  docs: () => built("scripts/docs/main.ts", "--import", "jiti/register"),
  pictures: () => built("scripts/pictures.mjs"),
  faults,
};
if (!Object.hasOwn(jobs, job)) {
  console.error(`setup: no job "${job}"; there are ${Object.keys(jobs).join(", ")}`);
  process.exit(2);
}
requireNode();
install();
jobs[job]();

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Millrace needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

function install() {
  const wanted = digestOf(["package-lock.json"]);
  const stamp = join("node_modules", ".millrace-installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.error("Installing packages (npm ci) ...");
  const npm = process.env.npm_execpath;
  const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  if (npm !== undefined && /\.[cm]?js$/.test(npm)) run(process.execPath, [npm, ...flags]);
  else run("npm", flags);
  mkdirSync("node_modules", { recursive: true });
  writeFileSync(stamp, wanted);
}

function build() {
  run(process.execPath, ["scripts/build-kernels.mjs"]);
  const stamp = join("dist", "build.json");
  if (existsSync(stamp) && JSON.parse(readFileSync(stamp, "utf8")).digest === `sha256:${digestOfSources()}`) return;
  run(process.execPath, ["--import", "jiti/register", "scripts/parameter-types/main.ts"]);
  const digest = digestOfSources();
  rmSync("dist", { recursive: true, force: true });
  run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"]);
  run(process.execPath, ["scripts/ship-mermaid.mjs"]);
  chmodSync("dist/cli/main.js", 0o755);
  // Part of every cache key: steps of another build are not reused.
  writeFileSync(stamp, `${JSON.stringify({ digest: `sha256:${digest}` })}\n`);
}

function digestOfSources() {
  return digestOf([
    "package-lock.json",
    "tsconfig.json",
    "scripts/ship-mermaid.mjs",
    ...filesBelow("src").filter((file) => !file.endsWith(".test.ts")),
  ]);
}

/** The faults of `npm test` at ten times the random moments: for a release, or a night. */
function faults() {
  build();
  process.env.MILLRACE_KILLS ??= "500";
  run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "test/faults", ...rest]);
}

function filesBelow(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

function digestOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, { stdio: "inherit" });
  if (error !== undefined) console.error(`setup: ${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? (signal === null ? 1 : 130));
}
