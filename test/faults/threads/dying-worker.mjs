import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort } from "node:worker_threads";

// A training thread that dies of the task at hand, as often as MILLRACE_DEATHS says, then works as always.
const { MILLRACE_DEATHS: deaths, MILLRACE_DEATHS_FOLDER: folder, MILLRACE_DEATHS_KIND: kind } = process.env;

const listen = parentPort.on.bind(parentPort);
parentPort.on = (name, handler) =>
  listen(name, (message) => {
    if (takesOneMore()) die();
    handler(message);
  });
await import("../../../dist/training/threads/thread-worker.js");

/** Threads share nothing but the disk: a file stands for a death. */
function takesOneMore() {
  for (let i = 0; i < Number(deaths); i++) {
    try {
      writeFileSync(join(folder, `death-${i}`), "", { flag: "wx" });
      return true;
    } catch {}
  }
  return false;
}

function die() {
  if (kind === "exit") process.exit(7);
  if (kind === "throw") throw new Error("a thread that throws outside of its task");
  const kept = [];
  for (;;) kept.push(new Array(100_000).fill(kept.length));
}
