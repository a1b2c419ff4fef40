import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { declarationSubject, drawDiagram } from "../../src/pictures/index.ts";
import { loadWorkflow } from "../../src/workflow/index.ts";
import { json, run, subscriptionsCsv, workFolder } from "./command-line.ts";

const drawings = new URL("../fixtures/drawings/", import.meta.url).pathname;
const data = process.env["MILLRACE_DATA"];
const scratch = workFolder();
afterAll(() => scratch.remove());

interface Drafted {
  readonly workflow: string;
  readonly task: string;
  readonly target: string | null;
  readonly rows: number | null;
  readonly drawing: { readonly parts: readonly { readonly part: string; readonly line: number }[] };
  readonly guessed: readonly string[];
  readonly left: readonly string[];
}

interface Held {
  readonly conforms: boolean;
  readonly differences: readonly { readonly kind: string; readonly severity: string; readonly line: number | null }[];
}

/** A folder of its own with a drawing in it. */
function folderWith(drawing: string): string {
  const folder = workFolder();
  folders.push(folder);
  copyFileSync(join(drawings, drawing), join(folder.path, drawing));
  return folder.path;
}
const folders: ReturnType<typeof workFolder>[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

/** A drawing and a table go in; a workflow that lints, runs and conforms comes out. */
async function wholeWay(drawing: string, cwd: string, table: string, target: string): Promise<void> {
  const drafted = json<Drafted>(
    await run(["init", "--from", drawing, "--data", table, "--target", target, "--json"], { cwd }),
  );
  expect(drafted).toMatchObject({ task: "classification", target });
  const file = drafted.workflow;
  const linted = await run(["lint", file], { cwd });
  expect({ status: linted.status, stdout: linted.stdout }).toMatchObject({ status: 0 });
  const ran = await run(["run", file, "--json"], { cwd });
  expect({ status: ran.status, stderr: ran.stderr }).toMatchObject({ status: 0 });
  expect(json<{ verdict: string }>(ran).verdict).toBe("pass");
  const held = await run(["conform", drawing, file, "--json"], { cwd });
  expect(json<Held>(held)).toMatchObject({ conforms: true });
  expect(held.status).toBe(0);
  // What Millrace draws of the workflow is the workflow's own drawing.
  const { workflow } = await loadWorkflow(file);
  const subject = await declarationSubject(workflow, null);
  for (const kind of ["sequence", "flowchart"]) {
    const own = join(cwd, `${kind}.mmd`);
    writeFileSync(own, drawDiagram(kind, subject).text);
    const again = json<Held>(await run(["conform", own, file, "--json"], { cwd }));
    expect({ kind, found: again.differences.filter(({ severity }) => severity === "difference") }).toEqual({
      kind,
      found: [],
    });
  }
}

describe("from a whiteboard", () => {
  it("the eight steps become a workflow that runs and conforms", async () => {
    const cwd = folderWith("01-eight-steps.mmd");
    writeFileSync(join(cwd, "subscriptions.csv"), subscriptionsCsv(900));
    await wholeWay("01-eight-steps.mmd", cwd, "subscriptions.csv", "cancelled");
  }, 240_000);

  it.skipIf(data === undefined)(
    "the eight steps on telco churn become a workflow that runs and conforms (needs MILLRACE_DATA)",
    async () => {
      const cwd = folderWith("01-eight-steps.mmd");
      writeFileSync(join(cwd, "telco.csv"), gunzipSync(readFileSync(join(data!, "telco_churn.csv.gz"))));
      await wholeWay("01-eight-steps.mmd", cwd, "telco.csv", "Churn");
    },
    400_000,
  );

  it("says what it understood, what it guessed and what is left", async () => {
    const cwd = folderWith("02-churn-people.mmd");
    writeFileSync(join(cwd, "subscriptions.csv"), subscriptionsCsv(300));
    const ended = await run(["init", "--from", "02-churn-people.mmd", "--target", "cancelled"], { cwd });
    expect({ status: ended.status, stderr: ended.stderr }).toMatchObject({ status: 0 });
    expect(ended.stdout).toContain("line 30  gate      AUC >= 0.82 and recall > 60%");
    expect(ended.stdout).toContain("the decision: rocAucScore, minimum 0.82");
    expect(ended.stdout).toContain("line 35: the canary: a last step of 100 % is added: all of the traffic");
    const text = readFileSync(join(cwd, "subscriptions.workflow.ts"), "utf8");
    for (const said of ['gatekeeper: "George"', "minimum: 0.82", 'schedule: "0 3 * * 1"', "canary: [5, 25, 100]"]) {
      expect(text).toContain(said);
    }
    expect((await run(["lint"], { cwd })).status).toBe(0);
    expect((await run(["conform", "02-churn-people.mmd"], { cwd })).status).toBe(0);
  }, 120_000);

  it("a drawing without data makes a file that says what is missing", async () => {
    const cwd = folderWith("12-markdown.md");
    const drafted = json<Drafted>(await run(["init", "--from", "12-markdown.md", "--json"], { cwd }));
    expect(drafted).toMatchObject({ task: "regression", rows: null });
    expect(drafted.left).toContain('which table: data, now table("YOUR-DATA.csv")');
    expect((await run(["conform", "12-markdown.md", drafted.workflow], { cwd })).status).toBe(0);
  }, 60_000);

  it("conform ends with 5 where the failure branch is missing, and names the line", async () => {
    const cwd = folderWith("09-no-failure-branch.mmd");
    writeFileSync(join(cwd, "subscriptions.csv"), subscriptionsCsv(300));
    await run(["init", "--from", "09-no-failure-branch.mmd", "--target", "cancelled"], { cwd });
    const ended = await run(["conform", "09-no-failure-branch.mmd"], { cwd });
    expect(ended.status).toBe(5);
    expect(ended.stdout).toContain("09-no-failure-branch.mmd:8: no failure branch drawn.");
    const held = json<Held>(await run(["conform", "09-no-failure-branch.mmd", "--json"], { cwd }));
    expect(held).toMatchObject({
      conforms: false,
      differences: [{ kind: "no failure branch drawn", line: 8 }, ...held.differences.slice(1)],
    });
  }, 60_000);

  it("a drawing that can't be read is an error with its line, and nothing is written", async () => {
    const cwd = scratch.path;
    writeFileSync(join(cwd, "bad.mmd"), "sequenceDiagram\n  A->>B: train\n  alt good\n");
    const bad = await run(["init", "--from", "bad.mmd"], { cwd });
    expect(bad.status).toBe(2);
    expect(bad.stderr).toContain('bad.mmd:3: Expected an "end" for the block "alt" that opens here');
    const missing = await run(["conform", "bed.mmd"], { cwd });
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('Did you mean "bad.mmd"?');
  }, 60_000);
});
