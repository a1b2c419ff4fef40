import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ModelLife, modelLife } from "../../../test/fixtures/model-life.ts";
import type { Subject } from "../subject.ts";
import { drawDiagram } from "./draw.ts";

let life: ModelLife;
beforeAll(async () => {
  life = await modelLife();
});
afterAll(() => life.close());

const draw = (subject: Subject): string[] => drawDiagram("state", subject).text.trimEnd().split("\n").slice(4);

describe("state", () => {
  it("counts the ways of a life, and how long each took", () => {
    expect(draw(life.subject).join("\n")).toMatchInlineSnapshot(`
      "stateDiagram-v2
        state "a run" as run {
          state "running" as running
          state "interrupted" as interrupted
          state "succeeded" as succeeded
          state "failed" as failed
          state "cancelled" as cancelled
          [*] --> running: 6 runs
          running --> interrupted: its process is gone
          interrupted --> running: resumed<br/>1 time
          running --> succeeded: 5 runs<br/>median 31 s
          running --> failed: 1 run
          running --> cancelled: 0 runs
        }
        state "candidate" as candidate
        state "refused<br/>an alert says why" as refused
        state "registered" as registered
        state "staging<br/>now version 3" as staging
        state "champion<br/>answers requests<br/>now version 2" as champion
        state "superseded" as superseded
        state "rolled back" as rolled_back
        run --> candidate: a model is fitted and measured<br/>5 runs
        candidate --> refused: a gate fails<br/>1 run<br/>too little evidence<br/>0 runs
        candidate --> registered: every gate passes<br/>3 versions<br/>the same model again<br/>1 run
        registered --> staging: 3 versions
        staging --> champion: at once<br/>3 versions<br/>median 2 s
        champion --> superseded: a newer one takes over<br/>2 versions<br/>median 2 d
        champion --> rolled_back: an older one comes back<br/>1 version<br/>median 23 h 59 min
        superseded --> champion: comes back<br/>1 version
        classDef planned fill:#ffffff,stroke:#5b6470,color:#1c2128
        classDef done fill:#e3f4e8,stroke:#2a7a45,color:#12351e
        classDef warned fill:#fff2d1,stroke:#94690a,color:#4a3403
        classDef failed fill:#fde4e1,stroke:#b3352a,color:#5a140e
        classDef skipped fill:#f5f6f8,stroke:#a5acb5,color:#6b737d,stroke-dasharray:4 3
        class running done
        class interrupted warned
        class succeeded done
        class failed failed
        class cancelled planned
        class candidate done
        class refused failed
        class registered done
        class staging done
        class champion done
        class superseded skipped
        class rolled_back warned"
    `);
  });

  it("draws what is declared and nobody reached as planned, without counts", () => {
    const rollout = { shadow: "1d", approval: "gatekeeper", canary: [5, 100] } as const;
    const people = { gatekeeper: 'George: "G"; end' };
    const { declaration } = life.subject;
    const declared = { ...declaration, rollout, problem: { ...declaration.problem, people } };
    const lines = draw({ ...life.subject, asked: "declaration", life: null, declaration: declared });
    expect(lines.filter((line) => /shadow|approval|canary/.test(line))).toMatchInlineSnapshot(`
      [
        "  state "shadow for 1d<br/>sees traffic#44; answers nobody" as shadow",
        "  state "awaiting approval<br/>by George#58; #34;G#34;#59; en#100; #40;gatekeeper#41;" as approval",
        "  state "canary<br/>5 #37;#44; 100 #37;" as canary",
        "  staging --> shadow: declared",
        "  shadow --> approval: declared",
        "  approval --> canary: declared",
        "  canary --> champion: declared",
        "  class shadow planned",
        "  class approval planned",
        "  class canary planned",
      ]
    `);
    expect(lines.filter((line) => /\b(runs?|versions?|median)$/.test(line))).toEqual([]);
    expect(lines.filter((line) => / class /.test(` ${line}`) && !line.endsWith(" planned"))).toEqual([]);
    const lived = draw({ ...life.subject, declaration: declared });
    expect(lived.find((line) => line.includes("staging --> champion"))).toContain("moved by hand<br/>3 versions");
    expect(lived.filter((line) => line.includes("class shadow"))).toEqual(["  class shadow planned"]);
  });

  it("folds aliases that people made up", () => {
    const moved = life.subject.life!.moves.at(-1)!;
    const moves = Array.from({ length: 20 }, (_, i) => ({ ...moved, body: { ...moved.body, alias: `try-${i}` } }));
    const subject = {
      ...life.subject,
      life: { ...life.subject.life!, moves: [...life.subject.life!.moves, ...moves] },
    };
    const text = drawDiagram("state", subject, { fold: 3 }).text;
    expect(text).toContain('state "18 other aliases" as other_aliases');
    expect(text.match(/state "try-/g)).toHaveLength(2);
  });
});
