import { describe, expect, it } from "vitest";
import type { ColumnManifest } from "../data/index.ts";
import { guessTask } from "./guess-task.ts";

type Guessed = Pick<ColumnManifest, "name" | "kind" | "distinct" | "min" | "max">;

const columns: readonly Guessed[] = [
  { name: "plan", kind: "category", distinct: 4, min: "basic", max: "plus" },
  { name: "left", kind: "boolean", distinct: 2, min: 0, max: 1 },
  { name: "stars", kind: "number", distinct: 5, min: 1, max: 5 },
  { name: "rooms", kind: "number", distinct: 11, min: 1, max: 11 },
  { name: "share", kind: "number", distinct: 3, min: 0.25, max: 0.75 },
  { name: "price", kind: "number", distinct: 1234, min: 10.5, max: 900 },
];
const guess = (...[target, given]: [string?, Parameters<typeof guessTask>[2]?]) =>
  guessTask({ columns }, target, given);

describe("guessTask", () => {
  it.each([
    ["plan", "classification"],
    ["left", "classification"],
    ["stars", "classification"],
    ["rooms", "regression"],
    ["share", "regression"],
    ["price", "regression"],
  ])("of %s is %s", (target, task) => {
    expect(guess(target).task).toBe(task);
  });

  it("says why, and how to say otherwise where it could be either", () => {
    expect(guess("plan").why).toBe('"plan" holds names of classes (category, 4 different)');
    expect(guess("stars").why).toBe(
      '"stars" holds 5 different whole numbers; if they are amounts, say --task regression',
    );
    expect(guess("price").why).toBe('"price" holds 1,234 different numbers');
  });

  it("believes what it is told", () => {
    expect(guess("stars", "regression")).toEqual({ task: "regression", why: "as you said" });
    expect(guess(undefined, "clustering").task).toBe("clustering");
    expect(guess(undefined, "anomaly").task).toBe("anomaly");
  });

  it.each([undefined, "classification", "regression"] as const)("needs a target for %s", (given) => {
    expect(() => guess(undefined, given)).toThrow(expect.objectContaining({ code: "CLI_USAGE" }));
  });
});
