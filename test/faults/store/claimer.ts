import { systemPlatform } from "../../../src/platform/index.ts";
import { openStore } from "../../../src/store/index.ts";

/**
 * A process that claims "work" and then blocks its main thread, or (0) waits until the claim is lost, at most a minute. At the
 * end it commits under the claim and prints what happened.
 * node --import jiti/register claimer.ts HOME TTL_MS STALL_MS BLOCK_MS
 */
const [home, ...numbers] = process.argv.slice(2) as [string, ...string[]];
const [ttlMs, stallMs, blockMs] = numbers.map(Number) as [number, number, number];
const { machine } = systemPlatform;
const store = await openStore(home, { platform: systemPlatform });
const answer = await store.claim("work", { ttlMs, stallMs });
if (!answer.claimed) throw new Error(`held by ${answer.holder}`);
const { claim } = answer;
// Written before the main thread blocks: the parent waits for it.
await new Promise<void>((resolve) => process.stdout.write("claimed\n", () => resolve()));
const end = machine.elapsedMs() + blockMs;
while (machine.elapsedMs() < end);
process.stdout.write("awake\n");
const patience = blockMs > 0 ? 2 * ttlMs + 1000 : 60_000;
for (const late = machine.elapsedMs() + patience; machine.elapsedMs() < late && !claim.signal.aborted; ) {
  await machine.after(20);
}
const body = { severity: "info", to: null, title: "done", text: "" } as const;
const code = await store
  .commit(
    {
      type: "alert.raised",
      subject: { kind: "home", name: "home" },
      run: null,
      actor: { kind: "person", name: "test" },
      body,
    },
    claim,
  )
  .then(
    () => "committed",
    (error: { code: string }) => error.code,
  );
const lost = claim.signal.aborted ? (claim.signal.reason as { code: string }).code : "held";
process.stdout.write(`${code} ${lost}\n`);
await store.close();
