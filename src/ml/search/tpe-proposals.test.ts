import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { choice, integer, logUniform, type SearchCandidate, startSearch, type Trial, uniform } from "./index.ts";
import { tpeSearch } from "./tpe-search.ts";

const numbers: SearchCandidate = {
  estimator: "numbers",
  params: {},
  space: Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`x${i}`, uniform(-5, 5)])),
};
const mixed: SearchCandidate = {
  estimator: "mixed",
  params: { fixed: 1 },
  space: {
    rate: logUniform(0.001, 1),
    leaves: integer(4, 200, { log: true }),
    rows: integer(1, 6),
    points: logUniform(1, 100, { points: 5 }),
    growth: choice(["leafWise", "depthWise", "both"]),
    depth: integer(1, 9, { when: { growth: ["depthWise", "both"] } }),
    share: uniform(0.5, 1, { step: 0.1 }),
  },
  defaults: { rate: 0.1, leaves: 31, rows: 2, points: 10, growth: "leafWise", depth: 5, share: 1 },
};
const few: SearchCandidate = { estimator: "few", params: {}, space: { a: integer(1, 4), b: choice([true, false]) } };

/** Additions and multiplications alone, so that it has the same bits everywhere. */
function scoreOf({ params, index }: Trial, fails: boolean): number {
  if (fails && index % 7 === 3) return Number.NaN;
  let sum = 0;
  for (const value of Object.values(params)) {
    if (typeof value === "number") sum += (value - 1) * (value - 1);
    if (value === "depthWise" || value === true) sum -= 3;
  }
  return sum;
}

/** The proposals of a search whose results fail or have part of the budget now and then, where `fails`. */
function proposals(candidates: readonly SearchCandidate[], size: number, fails: boolean): Trial[] {
  const search = startSearch(tpeSearch, { candidates, trials: 150, seed: 5, greaterIsBetter: false });
  const made: Trial[] = [];
  for (let round = search.askBatch(size); round.length > 0; round = search.askBatch(size)) {
    made.push(...round);
    for (const trial of round) {
      const budget = fails && trial.index % 5 === 1 ? 0.5 : 1;
      search.tell(trial, { score: scoreOf(trial, fails), foldScores: [], budget });
    }
  }
  return made;
}

/** A run is reproduced from its seed: another digest here means other results than those that homes have stored. */
describe("tpe proposes to the bit what it did when these were recorded", () => {
  it.each([
    ["numbers", [numbers], 1, false, "9f113b696b08b4c1f5ca15558932bf29e68aeb0c14e55aeac4da13cf49e54e13"],
    ["numbers", [numbers], 1, true, "7be363953a9ec368e35fc198949468f199373dd749b3c89143bda610af201cdd"],
    ["numbers", [numbers], 8, false, "1fd6c518e3a7056a001d6610e878cb85bc2809ef1d67d6b3e7dc1b30ca48acb1"],
    ["numbers", [numbers], 8, true, "dc16bfe2b90f7abe11d5a4d7dd71ae8a220fea20dde198066d271be435196b78"],
    ["a mixed space", [mixed], 1, false, "396a30a00f33d97ea7151c2eb97548927cc4db7c9a7db792640e80243c4d1cea"],
    ["a mixed space", [mixed], 1, true, "3081814fc8633d68b01698cdd6f5a17994c8db7185d2ff611f627097288aca48"],
    ["a mixed space", [mixed], 8, false, "5c3b71f73e0859b0db44db2c6e4b2a3a5d70474131401d2d16ad4ed7265602a4"],
    ["a mixed space", [mixed], 8, true, "a7116cccdfa7cdcc1a570edd87078c4c4e4926092268823feb6418226c6255f0"],
    [
      "three candidates",
      [few, mixed, numbers],
      1,
      false,
      "fae8c71098ac7a1a9e06a0f95f310278a9b484010117ffe649f89230299be910",
    ],
    [
      "three candidates",
      [few, mixed, numbers],
      1,
      true,
      "1f53fe5b38cb23fd87a503e0221e852ceec04c4fbc164ecc4e93bc309f493a47",
    ],
    [
      "three candidates",
      [few, mixed, numbers],
      8,
      false,
      "4c0909ab0e34cb608422666e7b6a505ebb776488d31297ed3ef04578abbaa5aa",
    ],
    [
      "three candidates",
      [few, mixed, numbers],
      8,
      true,
      "21b2aa8d6b98f3fce3b69fb7247bbb5b2214d09a46934707072e7e286d924f54",
    ],
  ] as const)("%s, %#", (_, candidates, size, fails, digest) => {
    const made = proposals(candidates, size, fails);
    expect(made).toHaveLength(150);
    const text = made.map(({ candidate, params }) => JSON.stringify([candidate, params])).join("\n");
    expect(createHash("sha256").update(text).digest("hex")).toBe(digest);
  });
});
