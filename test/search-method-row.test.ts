import { afterEach, describe, expect, it, vi } from "vitest";
import type { Proposer, SearchMethod, TrialResult } from "../src/ml/index.ts";
import type * as SearchTable from "../src/ml/search/table.ts";
import { type SmallHome, smallHome } from "./fixtures/small-run.ts";

const calls = vi.hoisted((): string[] => []);

/** Tries the defaults of each candidate, then strengths that it makes of the number of results it has. */
const made = vi.hoisted(() => ({
  propose({ candidates, trials }: Parameters<SearchMethod["propose"]>[0]): Proposer {
    let [asked, told] = [0, 0];
    return {
      planned: trials,
      next() {
        if (asked === trials) return null;
        calls.push("ask");
        const candidate = Math.min(asked++, candidates.length - 1);
        const { params } = candidates[candidate]!;
        return { candidate, params: asked <= candidates.length ? params : { ...params, strength: told + asked / 100 } };
      },
      learn(_trial: unknown, { score, foldScores }: TrialResult) {
        told++;
        calls.push(Number.isNaN(score) || foldScores.length !== 2 ? "wrong" : "tell");
      },
    };
  },
}));

/** The table with one more row: all that a new method takes. */
vi.mock("../src/ml/search/table.ts", async (importOriginal) => {
  const { searchTable } = await importOriginal<typeof SearchTable>();
  const dummy: SearchMethod = {
    name: "dummy",
    summary: "Strengths by the number of results.",
    searches: true,
    adaptive: true,
    fidelity: "full",
    propose: made.propose,
    *check({ trials }) {
      if (trials > 50) yield { severity: "error", message: `dummy can't do ${trials} trials.`, fix: "Ask for 50." };
    },
  };
  return { searchTable: [...searchTable, dummy] };
});

let home: SmallHome;
afterEach(() => home?.close());

describe("a method that is one more row of the table", () => {
  it("runs from a declaration, and is told the results of a round before it is asked for the next", async () => {
    home = await smallHome();
    home.declare({ method: "dummy", trials: 18 });
    const { result, error } = await home.run();
    expect(error).toBeUndefined();
    expect(result.status).toBe("succeeded");
    const rounds = [8, 8, 2].flatMap((size) => [...Array(size).fill("ask"), ...Array(size).fill("tell")]);
    expect(calls).toEqual(rounds);
  });

  it("is known to lint, which reports what the row itself finds", async () => {
    home = await smallHome();
    home.declare({ method: "dumy" });
    expect((await home.run().catch((error: unknown) => error)) as Error).toMatchObject({
      code: "WORKFLOW_LINT_FAILED",
      message: expect.stringContaining('Did you mean "dummy"? Known: random, grid, tpe, none, dummy.'),
    });
    home.declare({ method: "dummy", trials: 51 });
    expect((await home.run().catch((error: unknown) => error)) as Error).toMatchObject({
      code: "WORKFLOW_LINT_FAILED",
      message: expect.stringContaining("dummy can't do 51 trials."),
    });
  });

  it("is in the reference", async () => {
    const { searchPage } = await import("../scripts/docs/pages/search.ts");
    expect(searchPage.body?.()).toContain(
      '| `"dummy"` | Strengths by the number of results. | yes: in rounds of 8 | no |',
    );
  });
});
