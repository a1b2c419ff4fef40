import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { runStarted } from "../../test/fixtures/run-started.ts";
import { type SmallHome, smallHome } from "../../test/fixtures/small-run.ts";
import { canonicalJson } from "../ml/index.ts";
import { systemPlatform } from "../platform/index.ts";
import type { NewEvent } from "../store/index.ts";
import { loadWorkflow, portableSpec } from "../workflow/index.ts";
import { main } from "./program.ts";

let home: SmallHome;
let empty: string;
beforeAll(async () => {
  home = await smallHome();
  writeFileSync(
    home.file,
    readFileSync(home.file, "utf8").replace('positive: "yes"', 'positive: "yes", people: { stakeholder: "Dana" }'),
  );
  await begin("rides");
  empty = mkdtempSync(join(tmpdir(), "millrace-rate-"));
});
afterEach(() => expect(readdirSync(empty)).toEqual([]));
afterAll(async () => {
  await home.close();
  rmSync(empty, { recursive: true, force: true });
});

/** A run of a workflow of that name: all that a rating needs to know it by. */
async function begin(workflow: string): Promise<void> {
  const loaded = await loadWorkflow(home.file);
  const declaration = await home.store.artifacts.put(canonicalJson(portableSpec(loaded.workflow)));
  const body = runStarted({ workflow, declaration, workflowFile: home.file });
  const event: NewEvent = {
    type: "run.started",
    ...ofRun(`r-${workflow}`, workflow),
    body,
  };
  await home.store.commit(event);
}

async function rate(...argv: string[]): Promise<{ exitCode: number; out: string; notes: string }> {
  const out: string[] = [];
  const notes: string[] = [];
  const exitCode = await main(["rate", ...argv], {
    out: (text) => out.push(text),
    note: (text) => notes.push(text),
    status: () => {},
    isInteractive: false,
    workingFolder: empty,
    environment: { USER: "olga" },
    platform: systemPlatform,
    interrupted: new AbortController().signal,
  });
  return { exitCode, out: out.join("\n"), notes: notes.join("\n") };
}

const here = (): string[] => ["--home", join(home.folder, "home")];
const given = async () => (await home.store.events({ types: ["feedback.given"] })).at(-1)!;

async function refused(...argv: string[]): Promise<string> {
  const before = (await home.store.events({ types: ["feedback.given"] })).length;
  const { exitCode, notes } = await rate(...argv);
  expect(exitCode, notes).toBe(2);
  expect((await home.store.events({ types: ["feedback.given"] })).length, "nothing is written").toBe(before);
  return notes;
}

describe("millrace rate", () => {
  it("writes what someone in a role said, by the name that the workflow gives them", async () => {
    const { exitCode, out } = await rate("data", "2", "half a day; of waiting", "--as", "stakeholder", ...here());
    expect([exitCode, out]).toEqual([
      0,
      "Dana (stakeholder) rates data of rides 2 of 5: half a day; of waiting\nsee it: millrace diagram journey",
    ]);
    expect(await given()).toMatchObject({
      ...{ run: null, subject: { kind: "workflow", name: "rides" }, actor: { kind: "person", name: "Dana" } },
      body: { workflow: "rides", phase: "data", score: 2, text: "half a day; of waiting", role: "stakeholder" },
    });
  });

  it("takes the login name where nobody is named, where no role is given, too", async () => {
    await rate("training", "5", "--as", "dataScientist", ...here());
    expect(await given()).toMatchObject({
      actor: { kind: "person", name: "olga" },
      body: { role: "dataScientist", text: "" },
    });
    const { out } = await rate("training", "4", "--json", ...here());
    expect(await given()).toMatchObject({ actor: { kind: "person", name: "olga" }, body: { role: null } });
    expect(JSON.parse(out)).toEqual({
      ...{ workflow: "rides", phase: "training", score: 4, text: "", role: null, actor: "olga" },
    });
  });

  it.each([
    [
      ["traning", "3"],
      'a phase of the work (problem, data, preparation, exploration, features, training, evaluation, deployment, monitoring, maintenance), got "traning". Did you mean "training"?',
    ],
    [["training", "0"], '<score> takes a whole number from 1 to 5, got "0".'],
    [["training", "6"], 'got "6"'],
    [["training", "3.5"], 'got "3.5"'],
    [["training", "good"], 'got "good"'],
    [["training", "3", "--as", "stakholder"], 'Did you mean "stakeholder"?'],
    [["training"], "missing required argument 'score'"],
    [["training", "3", "--workflow", "ridse"], 'a workflow of this home (rides), got "ridse". Did you mean "rides"?'],
  ])("refuses %j", async (argv, says) => {
    expect(await refused(...argv, ...here())).toContain(says);
  });

  it("makes no home where there is none", async () => {
    expect(await refused("training", "3")).toContain("STORE_HOME_MISSING");
  });

  it("asks which workflow where a home has several, and takes its name or its file", async () => {
    await begin("flats");
    expect(await refused("training", "3", ...here())).toContain("this home has several workflows (flats, rides)");
    await rate("training", "3", "--workflow", "flats", ...here());
    expect((await given()).body).toMatchObject({ workflow: "flats" });
    await rate("training", "3", "--as", "stakeholder", "--workflow", home.file, ...here());
    expect(await given()).toMatchObject({ actor: { kind: "person", name: "Dana" }, body: { workflow: "rides" } });
  });
});
