import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ModelLife, modelLife } from "../../../test/fixtures/model-life.ts";
import { Pages } from "../life/pages.ts";
import { periodsOf } from "../life/periods.ts";
import { loadSubject } from "../load-subject.ts";
import type { Subject } from "../subject.ts";
import { drawDiagram } from "./draw.ts";

let life: ModelLife;
beforeAll(async () => {
  life = await modelLife();
});
afterAll(() => life.close());

const draw = (subject: Subject, fold?: number): string =>
  drawDiagram("timeline", subject, { fold }).text.trimEnd().split("\n").slice(4).join("\n");

describe("timeline", () => {
  it("tells a life day by day", () => {
    expect(draw(life.subject)).toMatchInlineSnapshot(`
      "timeline
        title rides#58; from its first run on
        section 2026-11-02
          09#58;00 : “first try” passes, ROC AUC 0.8611
                   : version 1 is registered
                   : version 1 becomes staging and champion, every gate passed
        section 2026-11-03
          09#58;00 : a run passes, ROC AUC 0.7778
                   : version 2 is registered
                   : version 2 becomes staging and champion, every gate passed
        section 2026-11-04
          09#58;00 : “aim higher” is refused by its gates
                   : alert, rides did not pass its gates
        section 2026-11-05
          09#58;00 : a run fails, RUN_CHECK_FAILED
                   : check range of minutes fails, 43 rows at fault
        section 2026-11-06
          09#58;00 : 1 run resumed after an interruption
                   : a run passes, ROC AUC 0.8889
                   : version 3 is registered
                   : version 3 becomes staging and champion, every gate passed
        section 2026-11-07
          09#58;00 : ROLLBACK of champion from version 3 to 2, rides in the rain come late again
        section 2026-11-08
          09#58;00 : “once more” passes
        section 2026-11-09
          09#58;00 : test (data engineer) gives data 2 of 5, “half a day of waiting”
                   : test (data scientist) gives training 5 of 5, “went by itself”
                   : Dana (stakeholder) gives maintenance 1 of 5"
    `);
  });

  it("tells it by month where days are too many, and counts what came often", () => {
    expect(draw(life.subject, 1)).toMatchInlineSnapshot(`
      "timeline
        title rides#58; from its first run on
        section 2026
          2026-11 : 6 runs, 4 passed, 1 refused, 1 failed, 1 resumed, best ROC AUC 0.8889
                  : check range of minutes fails, 43 rows at fault
                  : alert, rides did not pass its gates
                  : version 1 is registered
                  : version 2 is registered
                  : version 3 is registered
                  : ROLLBACK of champion from version 3 to 2, rides in the rain come late again
                  : version 1 becomes staging and champion, every gate passed
                  : version 2 becomes staging and champion, every gate passed
                  : version 3 becomes staging and champion, every gate passed
                  : test (data engineer) gives data 2 of 5, “half a day of waiting”
                  : test (data scientist) gives training 5 of 5, “went by itself”
                  : Dana (stakeholder) gives maintenance 1 of 5"
    `);
  });

  it("folds the oldest months where those are too many, too", async () => {
    const known = life.subject.life!;
    const monthly = <T>(items: readonly T[], later: (item: T, ms: number) => T): T[] =>
      Array.from({ length: 30 }, (_, month) => items.map((item) => later(item, month * 31 * 86_400_000))).flat();
    const at = <T extends { readonly at: number }>(event: T, ms: number): T => ({ ...event, at: event.at + ms });
    const months = {
      runs: monthly(known.runs, (run, ms) => ({
        ...run,
        started_at: run.started_at + ms,
        finished_at: run.finished_at! + ms,
      })),
      versions: monthly(known.versions, (row, ms) => ({ ...row, created_at: row.created_at + ms })),
      ...{ moves: monthly(known.moves, at), feedback: monthly(known.feedback, at) },
      ...{ incidents: monthly(known.incidents!, at), failedChecks: [], times: [] },
    };
    const periods = await periodsOf(months, 12, new Pages(life.home.store.platform.machine));
    const text = draw({ ...life.subject, life: { ...known, periods } });
    expect(text.match(/^ {4}\d{4}-\d\d /gm)).toHaveLength(12);
    expect(text).toContain("section before\n    2026-11 to 2028-05 : 114 runs, ");
  });

  it("tells a run step by step", async () => {
    const run = await loadSubject(life.home.store, "rides@1");
    const lines = draw(run)
      .replace(/\d\d:\d\d:\d\d|\d\d(#58;\d\d){2}/g, "TIME")
      .replace(/ {10,}/g, "     ")
      .replace(/[\d.]+ s$/gm, "T s")
      .replace(/\d{8}-\d{6}-[0-9a-f]{6}/g, "RUN");
    expect(lines).toMatchInlineSnapshot(`
      "timeline
        title rides#58; run RUN
        section the beginning
          TIME : test runs rides, “first try”
        section read the data
          TIME : 60 rows × 3 columns
           : done in T s
        section check the file against the columns
          TIME : done in T s
        section find the target and its rows
          TIME : done in T s
        section check the data
          TIME : noTargetLeak passed
           : done in T s
        section describe the data
          TIME : done in T s
        section set test rows aside
          TIME : 48 rows to learn, 12 rows to test
           : done in T s
        section compare candidates
          TIME : baseline ROC AUC 0.5
           : logisticRegression ROC AUC 0.9063
           : logisticRegression ROC AUC 0.8924, strength 0.0109
           : done in T s
        section fit the best candidate on all training rows
          TIME : logisticRegression is chosen
           : done in T s
        section measure on test rows
          TIME : measured on 12 rows
           : done in T s
        section ask the gates
          TIME : meetsMinimum holds
           : done in T s
        section register the version
          TIME : version 1 of rides
           : staging points to version 1
           : champion points to version 1
           : done in T s
        section the en#100;
          TIME : succeeded after T s"
    `);
  });
});
