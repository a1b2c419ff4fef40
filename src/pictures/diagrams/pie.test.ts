import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handMade } from "../../../test/fixtures/hand-made-run.ts";
import { type SmallHome, smallHome } from "../../../test/fixtures/small-run.ts";
import { loadSubject } from "../load-subject.ts";
import type { Subject } from "../subject.ts";
import { drawDiagram } from "./draw.ts";

let home: SmallHome;
let subject: Subject;
beforeAll(async () => {
  home = await smallHome();
  await home.run();
  subject = handMade(await loadSubject(home.store, "latest"));
});
afterAll(() => home.close());

const bodyOf = (aspect: string, given = subject, fold?: number): string[] =>
  drawDiagram("pie", given, { aspect, fold }).text.trim().split("\n").slice(4);

describe("pie", () => {
  it("shares out the wall time: steps, what lay between, and the pause", () => {
    // 2 s of reading; the search 2 s before and 13 s after it was cut off; an hour's pause; 5 s between and after steps.
    expect(bodyOf("time")).toMatchInlineSnapshot(`
      [
        "pie",
        "  "no process at work, 1 h" : 3600000",
        "  "read the data, 2 s, compare candidates, 15 s, between steps, 5 s" : 22000",
      ]
    `);
  });

  it("shares out the classes, the search and the checks", () => {
    expect(bodyOf("classes")).toEqual(["pie showData", '  "no" : 30', '  "yes" : 30']);
    expect(bodyOf("candidates")).toEqual([
      "pie",
      '  "logisticRegression, 2 trials, 9.9 s" : 9900',
      '  "baseline, 1 trial, 1.5 s" : 1500',
    ]);
    expect(bodyOf("checks")).toEqual(["pie showData", '  "warned" : 1']);
  });

  it("draws the smallest slices as one that counts them, and slices of one name as two", () => {
    const classes = ["a", "b", "c", "c"].map((label, i) => ({ label, count: 10 - i }));
    const profile = { ...subject.run!.story.profile!, target: { kind: "classes" as const, classes, imbalance: 1 } };
    const given = { ...subject, run: { ...subject.run!, story: { ...subject.run!.story, profile } } };
    expect(bodyOf("classes", given)).toEqual(["pie showData", '  "a" : 10', '  "b" : 9', '  "c" : 8', '  "c (2)" : 7']);
    expect(bodyOf("classes", given, 3)).toEqual([
      "pie showData",
      '  "a" : 10',
      '  "b" : 9',
      '  "2 other classes" : 15',
    ]);
  });

  it("says why there is nothing to share out", () => {
    const story = { ...subject.run!.story, profile: null };
    const empty = { ...subject, run: { story, events: subject.run!.events.slice(0, 1) } };
    expect(() => bodyOf("classes", empty)).toThrow("the run didn't come to its profile");
    expect(() => bodyOf("candidates", empty)).toThrow("the run made no trial");
    expect(() => bodyOf("time", empty)).toThrow("all of it comes to nothing");
  });
});
