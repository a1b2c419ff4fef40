import { setTimeout } from "node:timers/promises";
import { systemPlatform } from "../../../src/platform/index.ts";
import { type Claim, digestOf, type NewEvent, openStore, waitForClaim } from "../../../src/store/index.ts";

/**
 * A process that writes to a home and prints a line for each write that was acknowledged.
 * node --import jiti/register writer.ts HOME NAME COUNT [plain|claim|artifacts|sleepy]
 */
const [home, name, countText, mode = "plain"] = process.argv.slice(2) as [string, string, string, string?];
const store = await openStore(home, { platform: systemPlatform });
let held: Claim | undefined;
process.stdout.write("open\n");
for (let i = 0; i < Number(countText); i++) {
  if (mode === "claim") await countUnderClaim();
  else if (mode === "sleepy") await writeSlowly(i);
  else if (mode === "artifacts") await putAndCommit(i);
  else await store.commit(event(`${name}-${i}`));
}
await store.close();
process.stdout.write("done\n");

function event(title: string, text = ""): NewEvent {
  const body = { severity: "info", to: null, title, text } as const;
  return {
    type: "alert.raised",
    subject: { kind: "home", name: "home" },
    run: null,
    actor: { kind: "person", name },
    body,
  };
}

/** Reads a counter outside of the transaction and writes one more: right only if the claim keeps others away. */
async function countUnderClaim(): Promise<void> {
  const claim = await waitForClaim(store, "counter");
  const last = await store.records
    .selectFrom("alerts")
    .select("title")
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const next = Number(last?.title ?? "0") + 1;
  await store.commit(event(String(next)), claim);
  await claim.release();
  process.stdout.write(`ack ${next}\n`);
}

async function putAndCommit(i: number): Promise<void> {
  const text = `${name} artifact ${i} `.repeat(2000);
  const digest = await store.artifacts.put(text);
  if (digest !== digestOf(text)) throw new Error("another digest");
  const title = `${name}-${i}`;
  await store.commit(event(title, digest));
  process.stdout.write(`ack ${title} ${digest}\n`);
}

/** Writes every 20 ms under one claim of a second; exits 7 when refused. */
async function writeSlowly(i: number): Promise<void> {
  if (i === 0) {
    held = await waitForClaim(store, "counter", { ttlMs: 1000 });
    process.stdout.write("ack claimed\n");
  }
  await setTimeout(20);
  try {
    await store.commit(event(`${name}-${i}`), held);
  } catch (error) {
    process.stdout.write(`ack refused ${(error as { code: string }).code}\n`, () => process.exit(7));
    await setTimeout(10_000);
  }
}
