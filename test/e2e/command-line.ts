import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { random } from "../../src/ml/random.ts";

export const millrace = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user would, with nothing of this process's environment that could steer it. */
export function run(
  args: readonly string[],
  options: { cwd?: string; node?: string; onStart?: (child: ChildProcess) => void } = {},
): Promise<Ended> {
  if (!existsSync(millrace)) throw new Error("dist is not built: npm run build");
  const { MILLRACE_HOME: _, ...env } = process.env;
  const child = spawn(options.node ?? process.execPath, [millrace, ...args], {
    cwd: options.cwd,
    env: { ...env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout!.on("data", (chunk) => (stdout += chunk));
  child.stderr!.on("data", (chunk) => (stderr += chunk));
  options.onStart?.(child);
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, stdout, stderr })));
}

/** The object that `--json` printed. */
export function json<T = Record<string, never>>(ended: Ended): T {
  try {
    return JSON.parse(ended.stdout) as T;
  } catch {
    throw new Error(`no JSON on stdout (exit ${ended.status}): ${ended.stdout}\n${ended.stderr}`);
  }
}

/** An empty folder, removed by `remove`. */
export function workFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "millrace-e2e-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Subscriptions of an invented service: a two-class target that depends on tenure, price and plan, with gaps. */
export function subscriptionsCsv(rows: number, seed = 7): string {
  const draw = random(seed, "subscriptions");
  const plans = ["basic", "plus", "family", "business"];
  const lines = ["customer,plan,tenure,price,support calls,joined,cancelled"];
  for (let i = 0; i < rows; i++) {
    const plan = draw.integer(4);
    const tenure = draw.integer(72);
    const price = 5 + 10 * plan + draw.next() * 8;
    const calls = Math.floor(draw.next() * draw.next() * 9);
    const pull = 1.2 - 0.05 * tenure + 0.04 * price + 0.35 * calls - (plan === 2 ? 1.5 : 0);
    const cancelled = draw.next() < 1 / (1 + Math.exp(-(pull - 1.5))) ? "yes" : "no";
    const joined = new Date(Date.UTC(2020, draw.integer(48), 1 + draw.integer(28))).toISOString().slice(0, 10);
    lines.push(
      `c-${String(i).padStart(5, "0")},${plans[plan]},${tenure},${draw.next() < 0.08 ? "" : price.toFixed(2)},${calls},${joined},${cancelled}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** A folder with data and a workflow on it that runs in a second or two. */
export function smallWorkflow(
  folder: string,
  options: { name?: string; rows?: number; trials?: number; extra?: string } = {},
): string {
  const { name = "subscriptions", rows = 500, trials = 4, extra = "" } = options;
  writeFileSync(join(folder, "subscriptions.csv"), subscriptionsCsv(rows));
  const file = join(folder, `${name}.workflow.ts`);
  writeFileSync(
    file,
    `import { betterThanBaseline, defineWorkflow, gradientBoosting, logisticRegression, table } from "millrace";

export default defineWorkflow({
  name: ${JSON.stringify(name)},
  problem: { task: "classification", target: "cancelled", positive: "yes" },
  data: table("subscriptions.csv", { key: "customer" }),
  candidates: [logisticRegression(), gradientBoosting({ trees: 20 })],
  search: { trials: ${trials}, folds: 3 },
  gates: [betterThanBaseline()],
  ${extra}
});
`,
  );
  return file;
}
