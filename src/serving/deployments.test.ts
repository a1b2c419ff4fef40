import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEmptyStore, openServedStore, type ServedStore } from "../../test/fixtures/served-models.ts";
import { binaryModel } from "../../test/fixtures/tiny-models.ts";
import { isMillraceError } from "../errors/index.ts";
import { type Deployments, openDeployments } from "./deployments.ts";

let served: ServedStore;
let opened: Deployments[] = [];

const open = async (options: Parameters<typeof openDeployments>[1] = {}): Promise<Deployments> => {
  const deployments = await openDeployments(served.store, { pollMs: 0, ...options });
  opened.push(deployments);
  return deployments;
};
const versionsOf = (deployments: Deployments): Record<string, string> =>
  Object.fromEntries(deployments.list().map(({ name, versionName }) => [name, versionName]));
const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (isMillraceError(error)) return error.code;
    throw error;
  }
  return "none";
};

beforeEach(async () => {
  served = await openServedStore();
});

afterEach(async () => {
  for (const deployments of opened) deployments.close();
  opened = [];
  await served.close();
});

describe("openDeployments", () => {
  it("serves each model's champion, else its newest version", async () => {
    await served.register("strikes", binaryModel(2));
    expect(versionsOf(await open())).toEqual({ price: "1", strikes: "1" });
    await served.register("price", binaryModel(3));
    expect(versionsOf(await open())).toEqual({ price: "2", strikes: "1" });
  });

  it("serves what is named: a version stays, an alias is followed", async () => {
    await served.register("strikes", binaryModel(2));
    const pinned = await open({ models: ["strikes@1"] });
    const followed = await open({ models: ["strikes@champion"] });
    await served.move("strikes", "champion", 2);
    await pinned.refresh();
    await followed.refresh();
    expect(versionsOf(pinned)).toEqual({ strikes: "1" });
    expect(versionsOf(followed)).toEqual({ strikes: "2" });
  });

  it("refuses what isn't there before it serves anything", async () => {
    expect(await codeOf(() => open({ models: ["strike"] }))).toBe("SERVING_MODEL_UNKNOWN");
    expect(await codeOf(() => open({ models: ["strikes@9"] }))).toBe("SERVING_VERSION_UNKNOWN");
    expect(await codeOf(() => open({ models: ["strikes@../../etc"] }))).toBe("SERVING_VERSION_UNKNOWN");
    expect(await codeOf(() => open({ defaultModel: "strike" }))).toBe("SERVING_MODEL_UNKNOWN");
    expect(await codeOf(() => open({ run: "nope" }))).toBe("STORE_RUN_UNKNOWN");
  });
});

describe("Deployments", () => {
  it("swaps when the alias moves, and shows models that are new", async () => {
    const deployments = await open();
    const before = await deployments.find("strikes");
    await served.register("strikes", binaryModel(2));
    await served.move("strikes", "champion", 2);
    await served.register("third", binaryModel(5));
    await deployments.refresh();
    expect(versionsOf(deployments)).toEqual({ price: "1", strikes: "2", third: "1" });
    expect((await deployments.find("strikes")).aliases).toEqual(["champion"]);
    expect(before.version).toBe(1);
    await served.move("strikes", "champion", 1);
    await deployments.refresh();
    expect(versionsOf(deployments)["strikes"]).toBe("1");
  });

  it("serves the first model of a store that had none, once it is there", async () => {
    const empty = await openEmptyStore();
    const deployments = await openDeployments(empty.store, { pollMs: 20 });
    opened.push(deployments);
    expect(deployments.list()).toEqual([]);
    await empty.register("first", binaryModel(1));
    await expect.poll(() => versionsOf(deployments)).toEqual({ first: "1" });
    deployments.close();
    await empty.close();
  });

  it("follows on its own", async () => {
    const deployments = await open({ pollMs: 20 });
    await served.register("strikes", binaryModel(2));
    await served.move("strikes", "champion", 2);
    await expect.poll(() => versionsOf(deployments)["strikes"]).toBe("2");
  });

  it("keeps the last good version while the new one is corrupt, and says so", async () => {
    const deployments = await open();
    const version = await served.register("strikes", new TextEncoder().encode("not a model"));
    await served.move("strikes", "champion", version);
    await deployments.refresh();
    expect(versionsOf(deployments)["strikes"]).toBe("1");
    expect(deployments.problems()).toMatchObject([
      { model: "strikes", wanted: "2", serving: "1", code: "ML_MODEL_CORRUPT" },
    ]);
    await served.move("strikes", "champion", 1);
    await deployments.refresh();
    expect(deployments.problems()).toEqual([]);
  });

  it("serves the other models where one was never loadable, and answers for it with the reason", async () => {
    await served.register("broken", new Uint8Array([1, 2, 3]));
    const deployments = await open();
    expect(versionsOf(deployments)).toEqual({ price: "1", strikes: "1" });
    expect(deployments.problems()).toMatchObject([{ model: "broken", serving: null }]);
    expect(await codeOf(() => deployments.find("broken"))).toBe("SERVING_MODEL_UNAVAILABLE");
  });

  it("finds versions by number and alias, also those registered since the last look", async () => {
    const deployments = await open();
    await served.register("strikes", binaryModel(2));
    expect(await deployments.find("strikes", "2")).toMatchObject({ version: 2 });
    await served.move("strikes", "staging", 2);
    expect(await deployments.find("strikes", "staging")).toMatchObject({ version: 2 });
    expect(deployments.find("strikes", "1")).toBe(deployments.find("strikes"));
    for (const reference of ["0", "-1", "01", "1e0", "9", "", "__proto__", "constructor", "../1"]) {
      expect([reference, await codeOf(() => deployments.find("strikes", reference))]).toEqual([
        reference,
        "SERVING_VERSION_UNKNOWN",
      ]);
    }
    for (const name of ["__proto__", "constructor", "", "strikes/../price"]) {
      expect([name, await codeOf(() => deployments.find(name))]).toEqual([name, "SERVING_MODEL_UNKNOWN"]);
    }
  });
});
