// `npm test`: formatting and lint, types, then every test. Says what was skipped and why, and ends with
// "N passed, N failed" (and ", N skipped").
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { interopPython } from "./interop-python.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const passed = [];
const failed = [];
/** What the tests of this machine can't have, with the reason, for people. */
const wanting = [];

provideTools();
const environment = { ...process.env, ...providePython() };
if (!process.env.MILLRACE_DATA) wanting.push("tests on real data sets: MILLRACE_DATA names no folder that holds them");
if (process.getuid?.() !== 0) wanting.push("tests on a full disk: they mount a small one, which only root may");

step("format and lint", ["node_modules/@biomejs/biome/bin/biome", "check", "."]);
step("types", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.check.json"]);
const { counts, skipped } = runTests(process.argv.slice(2));

const failures = failed.length + counts.failed;
if (failed.length > 0) console.log(`Failed before the tests: ${failed.join(", ")}`);
for (const line of wanting) console.log(`Skipped: ${line}.`);
for (const line of skipped) console.log(`Skipped: ${line}`);
const ending = counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`;
console.log(`${passed.length + counts.passed} passed, ${failures} failed${ending}`);
process.exitCode = failures === 0 ? 0 : 1;

function step(name, args) {
  const result = spawnSync(process.execPath, args, { stdio: "inherit" });
  (result.status === 0 ? passed : failed).push(name);
}

/** Counts are vitest's own. */
function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), "millrace-test-"));
  const report = join(folder, "report.json");
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json"];
  const { status } = spawnSync(process.execPath, [...vitest, `--outputFile=${report}`, ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    env: environment,
  });
  const said = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
  rmSync(folder, { recursive: true, force: true });
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0, testResults = [] } = said;
  // A file that can't be loaded runs no test, and vitest may end badly with none failed: either is a failure.
  const unloaded = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  const broken = status !== 0 && numFailedTests === 0 && unloaded === 0 ? 1 : unloaded;
  const counts = { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
  return { counts, skipped: describeSkipped(testResults) };
}

/** One line a group of skipped tests; a group's title holds the reason. */
function describeSkipped(files) {
  const groups = new Map();
  for (const { name, assertionResults } of files) {
    for (const { status, ancestorTitles, title } of assertionResults) {
      if (status === "passed" || status === "failed") continue;
      const group = `${relative(root, name)}: ${ancestorTitles[0] ?? title}`;
      groups.set(group, (groups.get(group) ?? 0) + 1);
    }
  }
  return [...groups].map(([group, count]) => `${group} (${count} ${count === 1 ? "test" : "tests"})`);
}

/** Programs that some tests need; on Debian they are installed where this user may, else it is said what is missing. */
function provideTools() {
  const tools = [
    {
      name: "chromium",
      paths: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
      tests: "tests in a browser",
    },
    { name: "strace", paths: ["/usr/bin/strace"], tests: "tests of a disk that refuses a flush" },
  ];
  const missing = () => tools.filter(({ paths }) => !paths.some((path) => existsSync(path)));
  if (missing().length > 0 && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const names = missing().map(({ name }) => name);
    console.error(`Installing ${names.join(", ")} for the tests (apt-get) ...`);
    aptGet("update");
    aptGet("install", "-y", "--no-install-recommends", ...names);
  }
  for (const { name, tests } of missing()) wanting.push(`${tests}: no ${name} (Debian: apt-get install ${name})`);
}

function aptGet(...args) {
  spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-qq", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: 600_000,
  });
}

/** Clients of other projects are Python: their tests run where it can be had. */
function providePython() {
  if (process.env.MILLRACE_INTEROP_PYTHON) return {};
  const { python, reason } = interopPython(root);
  if (python !== undefined) return { MILLRACE_INTEROP_PYTHON: python };
  wanting.push(`tests with other projects' clients: ${reason}`);
  return {};
}
