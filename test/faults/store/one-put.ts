import { systemPlatform } from "../../../src/platform/index.ts";
import { homeSubject, openStore } from "../../../src/store/index.ts";

/**
 * Stores artifacts and commits until something fails, then tries once more; prints the codes of both failures. Or holds a
 * claim until that is lost, and prints its code, whether it was renewed after that, and the code of a commit.
 * node --import jiti/register one-put.ts HOME [artifact|commit|claim]
 */
const [home, what] = process.argv.slice(2) as [string, string];
const store = await openStore(home, { platform: systemPlatform });
const codes: string[] = [];
if (what === "claim") await loseClaim();
for (let i = 0; i < 50 && codes.length < 2 && what !== "claim"; i++) {
  try {
    if (what === "artifact") await store.artifacts.put(`artifact ${i}`);
    else await commit(`${i}`);
    process.stdout.write(`ack ${i}\n`);
  } catch (error) {
    codes.push((error as { code?: string }).code ?? String(error));
  }
}
process.stdout.write(`codes ${codes.join(" ")}\n`);
await store.close();

async function commit(title: string): Promise<void> {
  const someone = { subject: homeSubject, run: null, actor: { kind: "person", name: "test" } } as const;
  const body = { severity: "info", to: null, title, text: "" } as const;
  await store.commit({ type: "alert.raised", ...someone, body });
}

async function loseClaim(): Promise<void> {
  const { machine } = systemPlatform;
  const answer = await store.claim("work", { ttlMs: 300 });
  if (!answer.claimed) throw new Error("it is held");
  const { signal } = answer.claim;
  for (const end = machine.elapsedMs() + 60_000; machine.elapsedMs() < end && !signal.aborted; )
    await machine.after(10);
  codes.push((signal.reason as { code?: string } | undefined)?.code ?? "held");
  const renewed = async () => (await store.records.selectFrom("claims").select("until_ms").execute())[0]!.until_ms;
  const before = await renewed();
  await machine.after(1000);
  codes.push((await renewed()) === before ? "left" : "renewed");
  await commit("late").catch((error: { code: string }) => codes.push(error.code));
}
