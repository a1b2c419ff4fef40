import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { systemPlatform } from "../../src/platform/index.ts";
import { runWorkflow } from "../../src/run/index.ts";
import { openStore, type Store } from "../../src/store/index.ts";
import { loadWorkflow } from "../../src/workflow/index.ts";
import { smallWorkflow, subscriptionsCsv, workFolder } from "../e2e/command-line.ts";
import { tester } from "../fixtures/envelopes.ts";

/** F9: a source that changes between being named in the key and being read gives no snapshot, nor stands under its key. */
describe("a source file that changes while a run reads it", () => {
  const folder = workFolder();
  const source = join(folder.path, "subscriptions.csv");
  afterAll(() => folder.remove());

  it.each([
    ["replaced by another", () => replace(subscriptionsCsv(500, 8))],
    [
      "cut short",
      () =>
        replace(
          subscriptionsCsv(500)
            .slice(0, 5000)
            .replace(/\n[^\n]*$/, "\n"),
        ),
    ],
    ["grown by a row", () => appendFileSync(source, "c-99999,plus,3,9.5,0,2021-01-01,no\n")],
  ])("%s: RUN_SOURCE_CHANGED, and the next run reads what is there", async (name, change) => {
    const file = smallWorkflow(folder.path, { trials: 2 });
    const store = await openStore(join(folder.path, name.replaceAll(" ", "-")), { platform: systemPlatform });
    try {
      const disturbed = await attempt(store, file, change);
      expect(disturbed.error).toMatchObject({ code: "RUN_SOURCE_CHANGED", message: /subscriptions\.csv/ });
      expect(disturbed.result).toMatchObject({ status: "failed", model: null });
      const next = await attempt(store, file);
      expect(next.error).toBeUndefined();
      expect(next.result.steps[0]).toMatchObject({ name: "snapshot", cached: false });
      // What the disturbed run was to read is not taken for what it read.
      writeFileSync(source, subscriptionsCsv(500));
      const former = await attempt(store, file);
      expect(former.result.steps[0]).toMatchObject({ name: "snapshot", cached: false });
    } finally {
      await store.close();
    }
  });

  /** `change` happens when the key is made and nothing is read yet. */
  async function attempt(store: Store, file: string, change?: () => void) {
    return await runWorkflow({
      store,
      loaded: await loadWorkflow(file),
      threads: 1,
      actor: tester,
      observer: {
        onEvent: (event) => {
          if (event.type === "step.started" && event.body.step === "snapshot") change?.();
        },
      },
    });
  }

  function replace(text: string): void {
    writeFileSync(`${source}.new`, text);
    renameSync(`${source}.new`, source);
  }
});
