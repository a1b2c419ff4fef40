import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A writer process and what it said. */
export interface Writer {
  readonly process: ChildProcess;
  /** Lines acknowledged so far: what stood after "ack ". */
  readonly acknowledged: string[];
  /** Resolves with exit code (null if killed) and everything on stderr. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  /** Resolves with the first line that begins so. */
  saw(beginning: string): Promise<void>;
}

const script = fileURLToPath(new URL("./writer.ts", import.meta.url));

/** Starts `writer.ts` in a process of its own. */
export function startWriter(home: string, name: string, count: number, mode = "plain"): Writer {
  const child = spawn(process.execPath, ["--import", "jiti/register", script, home, name, String(count), mode], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const acknowledged: string[] = [];
  let rest = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    lines.push(...parts);
    acknowledged.push(...parts.filter((line) => line.startsWith("ack ")).map((line) => line.slice(4)));
    for (const wake of waiting.splice(0)) wake();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on("close", (code) => {
      for (const wake of waiting.splice(0)) wake();
      resolve({ code, stderr });
    });
  });
  return {
    process: child,
    acknowledged,
    ended,
    async saw(beginning) {
      while (!lines.some((line) => line.startsWith(beginning))) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the writer ended: ${stderr}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}
