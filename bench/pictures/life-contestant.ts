// Draws one diagram of a long life and prints, as a line of JSON, how long it took and how long the event loop stood still.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { diagramTable, drawDiagram, loadSubject } from "../../src/pictures/index.ts";
import { systemPlatform } from "../../src/platform/index.ts";
import { openStore } from "../../src/store/index.ts";

const [home, model, kind, idleMs] = process.argv.slice(2) as [string, string, string, string?];
const store = await openStore(home, { platform: systemPlatform, readOnly: true });
// What is read and compiled once is not what a server pays for each picture.
for (let i = 0; i < 2; i++) await draw();
await sleep(200);
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
await sleep(20);
delay.reset();
const start = performance.now();
if (kind === "idle") await sleep(Number(idleMs));
else await draw();
const totalMs = performance.now() - start;
// The last block is counted when the loop turns once more.
await sleep(5);
delay.disable();
console.log(JSON.stringify({ totalMs, p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 }));
await store.close();
process.exit(0);

async function draw(): Promise<void> {
  if (!diagramTable.some((diagram) => diagram.kind === kind)) return;
  const subject = await loadSubject(store, model, { kinds: [kind] });
  drawDiagram(kind, subject);
}
