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
  drawDiagram("xychart", given, { aspect, fold }).text.trim().split("\n").slice(5);

describe("xychart", () => {
  it("draws the metric of a life's versions, without those that have none", () => {
    expect(bodyOf("metric", { ...subject, asked: "life" })).toMatchInlineSnapshot(`
      [
        "xychart",
        "  %%{init: {"themeVariables":{"xyChart":{"plotColorPalette":"#5b47b5, #b3352a, #2a7a45, #a5acb5, #a5acb5"}}}}%%",
        "  x-axis "versions of rides (1 version without it)" ["1", "3"]",
        "  y-axis "ROC AUC" 0.6 --> 1",
        "  line "on its test rows" [0.75, 0.81]",
        "  line "minimum 0.7" [0.7, 0.7]",
        "  line "goal 0.8" [0.8, 0.8]",
        "  line "95 #37; interval: high" [0.85, 0.91]",
        "  line "95 #37; interval: low" [0.65, 0.71]",
      ]
    `);
  });

  it("draws one version beside its bounds", () => {
    const life = { ...subject.life!, versions: subject.life!.versions.slice(0, 1) };
    expect(bodyOf("metric", { ...subject, asked: "life", life })).toMatchInlineSnapshot(`
      [
        "xychart",
        "  %%{init: {"themeVariables":{"xyChart":{"plotColorPalette":"#7d9fd3, #b3352a, #2a7a45"}}}}%%",
        "  x-axis "versions of rides" ["minimum", "version 1", "goal"]",
        "  y-axis "ROC AUC" 0 --> 0.9",
        "  bar "on its test rows" [0.7, 0.75, 0.8]",
        "  line "minimum 0.7" [0.7, 0.7, 0.7]",
        "  line "goal 0.8" [0.8, 0.8, 0.8]",
      ]
    `);
  });

  it("draws the candidates of a run", () => {
    expect(bodyOf("metric")).toMatchInlineSnapshot(`
      [
        "xychart horizontal",
        "  %%{init: {"themeVariables":{"xyChart":{"plotColorPalette":"#7d9fd3, #b3352a, #2a7a45"}}}}%%",
        "  x-axis "candidates" ["logisticRegression", "baseline"]",
        "  y-axis "ROC AUC, best of its trials in 2-fold cross-validation" 0 --> 1",
        "  bar "best trial" [0.84, 0.5]",
        "  line "minimum 0.7" [0.7, 0.7]",
        "  line "goal 0.8" [0.8, 0.8]",
      ]
    `);
  });

  it("draws each trial, and says how many have no score", () => {
    expect(bodyOf("search")).toMatchInlineSnapshot(`
      [
        "xychart",
        "  %%{init: {"themeVariables":{"xyChart":{"plotColorPalette":"#7d9fd3, #5b47b5"}}}}%%",
        "  x-axis "2 trials (1 without a score)" ["1", "2"]",
        "  y-axis "ROC AUC in cross-validation" 0.45 --> 0.9",
        "  line "each trial" [0.5, 0.84]",
        "  line "best so far" [0.5, 0.84]",
      ]
    `);
  });

  it("draws very many trials as the best of each few", () => {
    const trial = subject.run!.story.leaderboard!.trials[0]!;
    const trials = Array.from({ length: 1000 }, (_, i) => ({ ...trial, trial: i, score: i / 1000 }));
    const leaderboard = { ...subject.run!.story.leaderboard!, trials };
    const lines = bodyOf("search", {
      ...subject,
      run: { ...subject.run!, story: { ...subject.run!.story, leaderboard } },
    });
    expect(lines[2]).toBe('  x-axis "1,000 trials (25 to a point)" 1 --> 1000');
    expect(lines[4]).toMatch(/^ {2}line "best of each 25 trials" \[0\.024, 0\.049, .* 0\.974, 0\.999\]$/);
    expect(lines[4]!.split(",")).toHaveLength(40);
  });

  it("draws what the evaluation found", () => {
    // On the way from (0, 0.5) to (0.5, 1): 0.525 at 0.025.
    expect(bodyOf("roc")[4]).toMatch(/^ {2}line "the model" \[0\.5, 0\.525, 0\.55, .* 1, 1\]$/);
    expect(bodyOf("calibration")).toMatchInlineSnapshot(`
      [
        "xychart",
        "  %%{init: {"themeVariables":{"xyChart":{"plotColorPalette":"#7d9fd3, #5b47b5"}}}}%%",
        "  x-axis "probability said of yes, in #37; (12 test rows)" ["20-30", "90-100"]",
        "  y-axis "share" 0 --> 1",
        "  bar "came true" [0, 1]",
        "  line "was said" [0.25, 0.9]",
      ]
    `);
    expect(bodyOf("slices")).toMatchInlineSnapshot(`
      [
        "xychart horizontal",
        "  %%{init: {"themeVariables":{"xyChart":{"plotColorPalette":"#7d9fd3, #b3352a, #2a7a45"}}}}%%",
        "  x-axis "slices" ["weather = rain (4 rows)", "weather = dry (8 rows)"]",
        "  y-axis "ROC AUC" 0 --> 1",
        "  bar "on the rows of the slice" [0.6, 0.9]",
        "  line "minimum 0.7" [0.7, 0.7]",
        "  line "goal 0.8" [0.8, 0.8]",
      ]
    `);
  });

  it("says what a life or a run has nothing of", () => {
    expect(() => bodyOf("roc", { ...subject, asked: "life" })).toThrow("it is drawn of one run");
    const story = { ...subject.run!.story, evaluation: null };
    expect(() => bodyOf("roc", { ...subject, run: { ...subject.run!, story } })).toThrow(
      "didn't come to its evaluation",
    );
  });
});
