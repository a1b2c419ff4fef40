import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { tester } from "../../test/fixtures/envelopes.ts";
import { systemPlatform } from "../platform/index.ts";
import { openStore, type Store } from "../store/index.ts";
import { type Feedback, giveFeedback } from "./give-feedback.ts";

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-feedback-"));
  store = await openStore(folder, { platform: systemPlatform });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const feedback: Feedback = { workflow: "rides", phase: "data", score: 2, text: "half a day", role: null };

it("is recorded under its workflow, by whom it comes from", async () => {
  await giveFeedback(store, feedback, tester);
  expect(await store.events()).toMatchObject([
    { type: "feedback.given", subject: { kind: "workflow", name: "rides" }, actor: tester, run: null, body: feedback },
  ]);
});

it("counts twice when said twice, and once when a client repeats its request", async () => {
  await giveFeedback(store, feedback, tester);
  await giveFeedback(store, feedback, tester);
  await giveFeedback(store, feedback, tester, "key-1");
  await giveFeedback(store, feedback, tester, "key-1");
  expect(await store.events()).toHaveLength(3);
  await expect(giveFeedback(store, { ...feedback, score: 5 }, tester, "key-1")).rejects.toMatchObject({
    code: "STORE_KEY_REUSED",
  });
});
