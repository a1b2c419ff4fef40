// The Python that `test/interop` needs: clients of other projects, pinned, in a virtual environment below .venv/.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const packages = ["tritonclient[http]==2.73.0", "pandas==3.1.1", "requests==2.34.2", "onnxruntime==1.31.1"];
/** On a slow network the tests are skipped rather than waited for. */
const timeout = 300_000;

/** The path of its interpreter, made where it isn't there; or the reason why it can't be. @param root the checkout */
export function interopPython(root) {
  const folder = join(root, ".venv", "interop");
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  // The stamp's name holds the pins: other pins, another environment.
  const stamp = join(folder, `ready ${packages.join(" ")}`);
  if (existsSync(stamp)) return { python };
  console.error(`Installing ${packages.join(", ")} into .venv/interop ...`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(root, ".venv"), { recursive: true });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
  const made =
    attempt("python3", ["-m", "venv", folder]) ??
    attempt(python, [...pip, "--only-binary=:all:", "--retries=1", "--timeout=20", ...packages]);
  if (made !== null) return { reason: made };
  writeFileSync(stamp, "");
  return { python };
}

/** Null where it succeeded, else what went wrong in a line. */
function attempt(command, args) {
  const { status, error, stderr } = spawnSync(command, args, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    timeout,
  });
  if (status === 0) return null;
  if (error?.code === "ENOENT") return `there is no ${command}`;
  const said = (stderr ?? "").trim().split("\n").at(-1) || error?.message || `exit ${status}`;
  return `${command} ${args.slice(0, 3).join(" ")} did not succeed: ${said}`;
}
