import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CandidateFit, CandidateKind } from "../src/ml/index.ts";
import type * as CandidateTable from "../src/ml/pipeline/candidates/table.ts";
import { type SmallHome, smallHome } from "./fixtures/small-run.ts";

const fits = vi.hoisted((): string[] => []);

/** The table with one more row: all that a new kind of candidate takes. It is what logistic regression is, of one strength. */
vi.mock("../src/ml/pipeline/candidates/table.ts", async (importOriginal) => {
  const { candidateKinds } = await importOriginal<typeof CandidateTable>();
  const estimator = candidateKinds.find(({ kind }) => kind === "estimator")!;
  const named = (input: CandidateFit): CandidateFit => ({
    ...input,
    name: "logisticRegression",
    params: { strength: 0.01 },
  });
  const dummy: CandidateKind = {
    kind: "copies",
    names: ["copycat"],
    tasksOf: () => ["binary"],
    parametersOf: () => ({}),
    check: () => {},
    refuseUnfit: ({ frame }) => void fits.push(`looked at ${frame.rowCount} rows`),
    fit(input) {
      fits.push(`fitted on ${input.frame.rowCount} rows`);
      return estimator.fit(named(input));
    },
  };
  return { candidateKinds: [...candidateKinds, dummy] };
});

let home: SmallHome;
afterEach(() => home?.close());

async function declare(candidate: string): Promise<void> {
  home = await smallHome();
  const text = readFileSync(home.file, "utf8");
  writeFileSync(home.file, text.replace("candidates: [logisticRegression()]", `candidates: [${candidate}]`));
}

describe("a kind of candidate that is one more row of the table", () => {
  it("is tried, fitted and registered, and its features are those of the estimator that takes the same", async () => {
    await declare('{ name: "copycat", params: {} }, logisticRegression({ strength: 0.01 })');
    const { result, error } = await home.run();
    expect(error).toBeUndefined();
    expect(result.leaderboard.map(({ estimator }) => estimator)).toContain("copycat");
    const [copy, original] = ["copycat", "logisticRegression"].map(
      (name) => result.leaderboard.find(({ estimator }) => estimator === name)!.score,
    );
    expect(copy).toBe(original);
    expect(result.model?.version).toBe(1);
    expect(fits[0]).toBe("looked at 48 rows");
    expect(fits.filter((fit) => fit === "fitted on 24 rows")).toHaveLength(2);
  });

  it("is known to lint: by its name, and by the tasks that it can do", async () => {
    await declare('{ name: "copycut", params: {} }');
    await expect(home.run()).rejects.toThrow('candidate "copycut" doesn\'t exist. Did you mean "copycat"?');
    await home.close();
    await declare('{ name: "copycat", params: {} }');
    const text = readFileSync(home.file, "utf8");
    writeFileSync(
      home.file,
      text.replace('task: "classification", target: "late", positive: "yes"', 'task: "clustering"'),
    );
    await expect(home.run()).rejects.toThrow('candidate "copycat" is for binary; the task is clustering.');
  });
});
