import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ModelLife, modelLife } from "../../../test/fixtures/model-life.ts";
import { phases } from "../../workflow/index.ts";
import type { Subject } from "../subject.ts";
import { drawDiagram } from "./draw.ts";

let life: ModelLife;
beforeAll(async () => {
  life = await modelLife();
});
afterAll(() => life.close());

const draw = (subject: Subject): string[] => drawDiagram("journey", subject).text.trimEnd().split("\n").slice(5);

describe("journey", () => {
  it("scores each phase for each role, and says why", () => {
    expect(draw(life.subject).join("\n")).toMatchInlineSnapshot(`
      "journey
        title rides#58; how the work feels#44; 1 to 5
        section Problem#58; say what is asked and what is good enough
          the file's problem#44; nothing measured yet: 3: decision maker, stakeholder, data scientist
        section Data#58; 60 rows × 3 columns
          millrace init#44; 1 of 6 runs interrupted and resumed#44; said to be 2 of 5 “half a day of waiting”: 3.5: data engineer
          millrace init#44; 1 of 6 runs interrupted and resumed: 5: domain expert
        section Preparation#58; 48 to learn#44; 12 to test
          the file's checks and split#44; 1 of 6 runs stopped by a check: 4.8: data engineer
        section Exploration#58; see what the data says
          millrace show#44; 4 of 5 steps reused: 5: data scientist, domain expert
        section Features#58; say what matters in a row
          the file's features#44; nothing measured yet: 3: data scientist, domain expert
        section Training#58; 12 settings tried in 6 runs
          millrace run#44; 4 of 10 steps reused#44; said to be 5 of 5 “went by itself”: 5: data scientist
        section Evaluation#58; 5 rounds of training and evaluation
          millrace show#44; 1 of 5 runs refused by a gate: 4.4: data scientist
          millrace show#44; 3 of 10 steps reused: 5: gatekeeper
        section Deployment#58; 3 versions#44; 3 went live
          millrace serve#44; 1 of 5 steps reused: 5: gatekeeper, DevOps engineer
        section Monitoring#58; hear of trouble first
          the file's monitor#44; nothing measured yet: 3: on-call engineer, DevOps engineer
        section Life after deployment#58; 3 changes of champion
          millrace why#44; 1 rollback: 4: on-call engineer, data scientist
          millrace why#44; 1 rollback#44; said to be 1 of 5: 2.5: stakeholder"
    `);
  });

  it("draws a declaration without a life as neutral, and says that nothing is measured", () => {
    const lines = draw({ ...life.subject, asked: "declaration", run: null, life: null });
    expect(lines.filter((line) => line.startsWith("  section"))).toHaveLength(phases.length);
    const tasks = lines.filter((line) => line.startsWith("    "));
    expect(tasks).toHaveLength(phases.length);
    for (const task of tasks) expect(task).toMatch(/nothing measured yet: 3: /);
  });

  it("holds people's words against the grammar", () => {
    const given = life.subject.life!.feedback.at(-1)!;
    const event = { ...given, body: { ...given.body, phase: "problem", text: 'a: 5: b; #35; "x", section\n%% y' } };
    const subject = { ...life.subject, life: { ...life.subject.life!, feedback: [event] } };
    const line = draw(subject).find((text) => text.includes("said to be"))!;
    expect(line.replace(/#\d+;/g, "")).not.toMatch(/[;#%"]/);
    expect(line.split(": ")).toHaveLength(3);
  });
});
