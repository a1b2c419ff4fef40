#!/usr/bin/env node
import { systemPlatform } from "../platform/index.ts";
import { main } from "./program.ts";

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // A second Ctrl-C means now: what was acknowledged is safe, the next run resumes.
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort();
  });
}

const isInteractive = process.stderr.isTTY === true && process.env["TERM"] !== "dumb";
let statusShown = false;

const exitCode = await main(process.argv.slice(2), {
  out: (text) => {
    clearStatus();
    process.stdout.write(`${text}\n`);
  },
  note: (text) => {
    clearStatus();
    process.stderr.write(`${text}\n`);
  },
  status: (text) => {
    if (!isInteractive) return;
    const width = (process.stderr.columns ?? 80) - 1;
    process.stderr.write(`\r\u001b[2K${text.slice(0, width)}`);
    statusShown = text !== "";
  },
  isInteractive,
  workingFolder: process.cwd(),
  environment: process.env,
  platform: systemPlatform,
  interrupted: interrupted.signal,
});
clearStatus();
process.exitCode = exitCode;
// Native threads of the table engine may linger; everything is flushed and durable by now.
await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
process.exit(exitCode);

function clearStatus(): void {
  if (!statusShown) return;
  process.stderr.write("\r\u001b[2K");
  statusShown = false;
}
