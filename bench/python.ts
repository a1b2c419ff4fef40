import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;

/**
 * The Python of a virtual environment (below .venv/) that holds these packages; made where it isn't there. Null, with the
 * reason logged, where it can't be.
 */
export function pythonWith(packages: readonly string[], log: (line: string) => void): string | null {
  const name = createHash("sha256").update(packages.join("\n")).digest("hex").slice(0, 12);
  const folder = join(root, ".venv", name);
  const python = join(folder, "bin", "python");
  const ready = join(folder, "ready");
  if (existsSync(ready)) return python;
  log(`  installing ${packages.join(", ")} into .venv/${name} ...`);
  mkdirSync(join(root, ".venv"), { recursive: true });
  for (const [command, args] of [
    ["python3", ["-m", "venv", folder]],
    [python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages]],
  ] as const) {
    const { status, error } = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
    if (status === 0) continue;
    log(`  ${command} ${args[1] ?? ""} did not succeed${error === undefined ? "" : `: ${error.message}`}`);
    return null;
  }
  writeFileSync(ready, "");
  return python;
}
