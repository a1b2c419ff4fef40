import { systemPlatform } from "../../../src/platform/index.ts";
import { openStore } from "../../../src/store/index.ts";

/**
 * Stores artifacts and commits until something fails, then tries once more; prints the codes of both failures.
 * node --import jiti/register one-put.ts HOME [artifact|commit]
 */
const [home, what] = process.argv.slice(2) as [string, string];
const store = await openStore(home, { platform: systemPlatform });
const codes: string[] = [];
for (let i = 0; i < 50 && codes.length < 2; i++) {
  try {
    if (what === "artifact") await store.artifacts.put(`artifact ${i}`);
    else {
      const body = { severity: "info", to: null, title: `${i}`, text: "" } as const;
      await store.commit({
        type: "alert.raised",
        subject: { kind: "home", name: "home" },
        run: null,
        actor: { kind: "person", name: "test" },
        body,
      });
    }
    process.stdout.write(`ack ${i}\n`);
  } catch (error) {
    codes.push((error as { code?: string }).code ?? String(error));
  }
}
process.stdout.write(`codes ${codes.join(" ")}\n`);
await store.close();
