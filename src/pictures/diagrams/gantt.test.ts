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

describe("gantt", () => {
  it("draws steps, trials, the pause between two processes and verdicts, in UTC", () => {
    expect(drawDiagram("gantt", subject).text).toMatchInlineSnapshot(`
      "---
      title: "rides: run r1"
      ---
      %% Drawn by Millrace from 14 events of the log, up to no. 14 (sha256:ababa)
      gantt
        %% Times are UTC. Very short bars are drawn a little longer than they took; their words say how long that was.
        %% A trial's bar ends when it was done, and is as long as its folds took together.
        dateFormat YYYY-MM-DD HH:mm:ss.SSS
        axisFormat %H:%M
        tickInterval 10minute
        todayMarker off
        section Waiting
          no process was at work for 1 h :2026-11-30 02:00:06.000, 2026-11-30 03:00:06.000
        section Data
          read the data (2 s) :done, 2026-11-30 02:00:01.000, 2026-11-30 02:00:25.140
          check the data (unchanged, reused) :2026-11-30 02:00:03.500, 2026-11-30 02:00:27.640
        section Learning
          compare candidates (cut off after 2 s) :crit, 2026-11-30 02:00:04.000, 2026-11-30 02:00:28.140
          compare candidates (13 s) :done, 2026-11-30 03:00:07.000, 2026-11-30 03:00:31.140
          1. baseline, ROC AUC 0.5 (1.5 s) :done, 2026-11-30 02:00:04.500, 2026-11-30 02:00:28.640
          2. logisticRegression, ROC AUC 0.84 (9 s) :done, 2026-11-30 03:00:08.000, 2026-11-30 03:00:32.140
          3. logisticRegression, no score (0.9 s) :done, 2026-11-30 03:00:17.100, 2026-11-30 03:00:41.240
        section Judgement
          meetsMinimum too little evidence :crit, milestone, 2026-11-30 03:00:21.000, 0ms
          alert to olga :crit, milestone, 2026-11-30 03:00:22.000, 0ms
      "
    `);
  });

  it("draws the longest trials alone, and the others as one bar that counts them", () => {
    const bars = drawDiagram("gantt", subject, { fold: 2 })
      .text.split("\n")
      .filter((line) => /trials|^ +\d\./.test(line));
    expect(bars).toMatchInlineSnapshot(`
      [
        "    2. logisticRegression, ROC AUC 0.84 (9 s) :done, 2026-11-30 03:00:08.000, 2026-11-30 03:00:32.140",
        "    2 other trials (2.4 s together) :done, 2026-11-30 02:00:04.500, 2026-11-30 03:00:18.000",
      ]
    `);
  });

  it("is drawn before the first step, too", () => {
    const run = { ...subject.run!, events: subject.run!.events.slice(0, 1) };
    expect(drawDiagram("gantt", { ...subject, run }).text).toContain(
      "begun, and no step yet :active, milestone, 2026-11-30 02:00:00.000, 0ms",
    );
  });
});
