// `npm test`: formatting and lint, types, then every test; ends with "N passed, N failed".
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const passed = [];
const failed = [];
provideChromium();
await step("format and lint", ["node_modules/@biomejs/biome/bin/biome", "check", "."]);
await step("types", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.check.json"]);

const folder = mkdtempSync(join(tmpdir(), "millrace-test-"));
const report = join(folder, "report.json");
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
const counts = existsSync(report)
  ? JSON.parse(readFileSync(report, "utf8"))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
rmSync(folder, { recursive: true, force: true });
// A file that can't be loaded runs no test; it must still count as a failure.
const broken = status !== 0 && counts.numFailedTests === 0 ? Math.max(1, counts.numFailedTestSuites ?? 1) : 0;
const failures = failed.length + counts.numFailedTests + broken;
if (failed.length > 0) console.log(`Failed before the tests: ${failed.join(", ")}`);
if (!process.env.MILLRACE_DATA)
  console.log("Skipped: tests on real data sets (set MILLRACE_DATA to a folder that holds them).");
console.log(
  `${passed.length + counts.numPassedTests} passed, ${failures} failed, ${counts.numPendingTests ?? 0} skipped`,
);
process.exit(failures === 0 ? 0 : 1);

async function step(name, args) {
  const result = spawnSync(process.execPath, args, { stdio: "inherit" });
  (result.status === 0 ? passed : failed).push(name);
}

/** Browser tests use the system's Chromium; install Debian's where this user may, else say what is missing. */
function provideChromium() {
  if (["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].some((path) => existsSync(path)))
    return;
  const mayInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (mayInstall) {
    console.error("Installing Chromium for the browser tests (apt-get) ...");
    const apt = (args) =>
      spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-qq", ...args], {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    apt(["update"]);
    if (apt(["install", "-y", "--no-install-recommends", "chromium"]).status === 0) return;
  }
  console.error(
    "No Chromium found: browser tests are skipped. Install it (Debian: apt-get install chromium) to run them.",
  );
}
