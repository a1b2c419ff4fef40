import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallHome, smallHome } from "../../../../test/fixtures/small-run.ts";
import type { RunStory } from "../../../run/index.ts";
import type { Subject } from "../../subject.ts";
import { markdownDocument } from "../markdown.ts";
import { loadReportSubject } from "../report-subject.ts";
import { runReport } from "./run-report.ts";

/** A real run with the figures that its models give replaced by ones that can be checked by hand. */
let home: SmallHome;
let subject: Subject;
beforeAll(async () => {
  home = await smallHome();
  await home.run();
  const loaded = await loadReportSubject(home.store, "latest");
  subject = { ...loaded, run: { ...loaded.run!, story: withFigures(loaded.run!.story) } };
});
afterAll(() => home.close());

const trial = (index: number, estimator: string, foldScores: number[], params = {}) => ({
  ...{ trial: index, candidate: estimator === "baseline" ? 0 : 1, estimator, params, foldScores, failure: null },
  score: foldScores.reduce((sum, one) => sum + one, 0) / foldScores.length,
});

function withFigures(real: RunStory): RunStory {
  const { problem } = real.declaration;
  const estimate = { value: 0.75, low: 0.5, high: 1 };
  return {
    ...real,
    declaration: {
      ...real.declaration,
      problem: {
        ...{ ...problem, objective: "Tell riders early", minimum: 0.25, goal: 0.9, risks: ["Rain is rare"] },
        ...{ costs: { falseNegative: 1000, falsePositive: 50 }, people: { onCall: "olga" } },
      },
    },
    profile: { ...real.profile!, relations: [{ column: "minutes", measure: "rocAuc", score: 0.75 }] },
    threshold: 0.0476,
    leaderboard: {
      ...{ metric: "rocAucScore", folds: 2, ranking: [0, 1] },
      trials: [trial(0, "logisticRegression", [0.75, 1], { strength: 1.23456 }), trial(1, "baseline", [0.5, 0.5])],
    },
    evaluation: {
      ...real.evaluation!,
      ...{ rows: 12, metrics: { rocAucScore: estimate }, roc: null, precisionRecall: null, errorPatterns: [] },
      // Said "no", said "yes": 1 late ride of 6 was missed, 2 of 6 were false alarms.
      confusion: [
        [4, 2],
        [1, 5],
      ],
      classTable: [
        { label: "no", rows: 6, predicted: 5, precision: 4 / 5, recall: 4 / 6, f1: 8 / 11 },
        { label: "yes", rows: 6, predicted: 7, precision: 5 / 7, recall: 5 / 6, f1: 10 / 13 },
      ],
      calibration: { predicted: [0.25, 0.75], observed: [0, 1], weight: [6, 6] },
      slices: [{ column: "weather", condition: "weather = rain", rows: 4, metrics: { rocAucScore: estimate } }],
    },
    gates: {
      verdict: "pass",
      decisions: [
        {
          ...{ gate: "meetsMinimum", verdict: "pass", reason: "0.75 [0.5, 1]; the minimum is 0.25" },
          ...{ metric: "rocAucScore", estimate, bound: 0.25, direction: "atLeast" },
        },
      ],
    },
  };
}

/** Without what differs from run to run, and with each diagram as its first word and without its caption, which others test. */
function steady(markdown: string): string {
  return markdown
    .replace(/```mermaid\n[\s\S]*?%% Drawn by[^\n]*\n(\w+)[\s\S]*?\n```\n\n\*[^\n]*\*/g, "($1)")
    .replace(/sha256:[0-9a-f]{5,64}/g, "sha256:…")
    .replace(/\d{8}-\d{6}-[0-9a-f]{6}/g, "RUN")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME")
    .replace(/\b\d+(\.\d+)? s\b/g, "N s")
    .replace(/no\. \d+|\d+ events/g, (text) => text.replace(/\d+/, "N"))
    .replace(/\*\*(Node|Millrace)\*\* \| `[^`]*`/g, "**$1** | `…`");
}

describe("runReport", () => {
  it("tells a run from question to model", () => {
    expect(steady(markdownDocument(runReport(subject)))).toMatchInlineSnapshot(`
      "# rides: every gate holds

      **Run report.** Tell riders early

      ## In short

      |  |  |  |
      | --- | --- | --- |
      | Verdict | **✔ Every gate holds** | 1 of 1 gate holds |
      | ROC AUC on 12 unseen rows | **? 0.75** | 95 % interval \\[0.5, 1\\]; asked: at least 0.25, aim 0.9 |
      | Best candidate | **logisticRegression** | 0.875 in cross-validation; the baseline 0.5 |
      | Model | **✔ rides&#64;1** | staging, champion |
      | Data | **60 rows** | 3 columns; 48 to learn from, 12 for the test |
      | Time | **N s** | 11 steps |

      (flowchart)

      ## What was asked

      |  |  |
      | --- | --- |
      | **Objective** | Tell riders early |
      | **Task** | classification |
      | **Target** | \`late\` |
      | **Positive class** | \`yes\` |
      | **Judged by** | ROC AUC, at least 0.25, aim 0.9 |
      | **Costs** | a miss 1,000, a false alarm 50 |
      | **Split** | by lot within classes, 20 % for the test |
      | **Search** | random search, 3 settings, 2 folds |

      |  |  |
      | --- | --- |
      | **Started** | by hand |

      ### People

      | Who | Role | What they do |
      | --- | --- | --- |
      | olga | On-call engineer | is paged when the model falls below its minimum |

      ### Risks

      - Rain is rare

      (mindmap)

      ## What data came

      |  |  |
      | --- | --- |
      | **Table** | 60 rows, 3 columns |

      | File | Size | SHA-256 |
      | --- | ---: | --- |
      | rides.csv | 655 bytes | \`sha256:…\` |

      | Column | Kind | Missing | Distinct | From … to | Why this kind |
      | --- | --- | ---: | ---: | --- | --- |
      | \`minutes\` | number | – | 40 | 0 … 39 | whole numbers from 0 to 39 |
      | \`weather\` | category | – | 2 | dry … rain | 2 distinct texts in 60 rows |
      | \`late\` | category | – | 2 | no … yes | 2 distinct texts in 60 rows |

      (classDiagram)

      (erDiagram)

      ## What the checks said

      The workflow declares no checks; one is made always: does a column give the target away?

      |  | Check | Column | What it found | Rows at fault |
      | --- | --- | --- | --- | ---: |
      | **✔ holds** | noTargetLeak | the whole table | No column gives the target away. The strongest single column is "minutes" (0.835). | – |

      ## What the data looks like

      - The target is no 50%, yes 50%
      - Alone, these say most about the target (area under the curve): minutes 0.75
      - 7 rows repeat an earlier one

      ### The target

      | Class | Rows | Share |  |
      | --- | ---: | ---: | --- |
      | \`no\` | 30 | 50.0 % | \`████████········\` |
      | \`yes\` | 30 | 50.0 % | \`████████········\` |

      (pie)

      ### What each column alone says about the target

      | Column | Area under the ROC curve | From chance to perfect |
      | --- | ---: | --- |
      | \`minutes\` | 0.750 | \`████████········\` |

      ## How rows were split

      |  |  |
      | --- | --- |
      | **Declared** | by lot within classes, 20 % for the test |
      | **Done** | a random 20 % of the rows of each class |
      | **Training rows** | 48 |
      | **Test rows** | 12, touched once, at the end |

      ## How columns became features

      Learned from training rows only; the same bytes run in serving:

      - minutes: number as it is, filled where missing (median), scaled (standard)
      - weather: one 0/1 feature per category

      ## What was tried, and what won

      logisticRegression won with ROC AUC 0.875 in cross-validation; the baseline, which knows nothing of the features, reaches 0.5.

      ### The best of each candidate

      | Place | Candidate | ROC AUC, 2 folds | Worst … best fold | Setting |
      | ---: | --- | ---: | --- | --- |
      | 1 | logisticRegression | 0.875 | 0.75 … 1 | strength 1.23 |
      | 2 | baseline | 0.5 | 0.5 … 0.5 |  |

      *random search, 3 settings, 2 folds; 2 settings scored on validation rows*

      (xychart)

      ## What it is worth on unseen rows

      12 test rows that nothing was learned from. The line is the 95 % interval: another test set would most likely give a value on it.

      | Metric | Value with its interval |  |
      | --- | --- | --- |
      | **ROC AUC** | \`······┆·····├─────●─────┤\` 0.75 \\[0.5, 1\\] | higher is better |

      *The stroke across the line of ROC AUC is what was asked: at least 0.25.*

      ### What was there, and what was said

      | Really | said no | said yes |
      | --- | ---: | ---: |
      | \`no\` | **✔ 4 (67 %)** | **✘ 2 (33 %)** |
      | \`yes\` | **✘ 1 (17 %)** | **✔ 5 (83 %)** |

      ### Class by class

      | Class | Rows | Said | Precision | Recall | F1 |
      | --- | ---: | ---: | ---: | ---: | ---: |
      | \`no\` | 6 | 5 | 0.800 | 0.667 | 0.727 |
      | \`yes\` **positive** | 6 | 7 | 0.714 | 0.833 | 0.769 |

      ### How well it ranks, and whether its probabilities come true

      | probability said | share that came true | rows |
      | ---: | ---: | ---: |
      | 0.250 | 0.000 | 6 |
      | 0.750 | 1.000 | 6 |

      *Calibration. On the diagonal: every probability coming true.*

      ### In money

      \`yes\` is said from a probability of 0.0476 up: 1 miss at 1,000, 2 false alarms at 50.

      | Way to decide | On 12 test rows | A row |
      | --- | ---: | ---: |
      | The model | 1,100 | 92 |
      | Never say it | 6,000 | 500 |
      | Always say it | 300 | 25 |

      ### Slice by slice

      | Column | Rows where | Rows | ROC AUC |
      | --- | --- | ---: | --- |
      | \`weather\` | weather = rain | 4 | \`············├─────●─────┤\` 0.75 \\[0.5, 1\\] |

      ## Which gates hold, and why

      A gate looks at the whole interval: it holds if all of it is on the good side of the bound, fails if all is on the bad side, and is open where the bound lies inside.

      |  | Gate | Measured | Bound | Why |
      | --- | --- | --- | ---: | --- |
      | **✔ holds** | meetsMinimum | \`······┆·····├─────●─────┤\` 0.75 \\[0.5, 1\\] | ≥ 0.25 | 0.75 \\[0.5, 1\\]; the minimum is 0.25 |

      (requirementDiagram)

      ## What became of it

      |  |  |
      | --- | --- |
      | **Version** | \`rides@1\` |
      | **Given the aliases** | staging, champion |
      | **Holds them today** | champion, staging |
      | **Digest** | \`sha256:…\` |
      | **Decided by** | the gates, in a run that test started |

      ### How aliases moved

      | When (UTC) | Alias | From | To | By | Why |
      | --- | --- | --- | --- | --- | --- |
      | TIME | \`staging\` | nothing | version 1 | test | every gate of run RUN passed |
      | TIME | \`champion\` | nothing | version 1 | test | every gate of run RUN passed |

      ### Who spoke to whom

      (sequenceDiagram)

      ## How long everything took

      |  |  |
      | --- | --- |
      | **Began** | TIME UTC |
      | **Ended** | TIME UTC |
      | **Took** | N s |

      | Step | Whose work |  | Took | Why it was done, or not |
      | --- | --- | --- | ---: | --- |
      | Read the data | the data engineer | **✔ done** | N s | it has not been done before in this home |
      | Check the file against the columns | the data scientist | **✔ done** | N s | it has not been done before in this home |
      | Find the target and its rows | the data scientist | **✔ done** | N s | it has not been done before in this home |
      | Check the data | the data engineer | **✔ done** | N s | it has not been done before in this home |
      | Describe the data | the data scientist | **✔ done** | N s | it has not been done before in this home |
      | Set test rows aside | the data scientist | **✔ done** | N s | it has not been done before in this home |
      | Compare candidates | the data scientist | **✔ done** | N s | it has not been done before in this home |
      | Fit the best candidate on all training rows | the data scientist | **✔ done** | N s | it has not been done before in this home |
      | Measure on test rows | the data scientist | **✔ done** | N s | it has not been done before in this home |
      | Ask the gates | the gatekeeper | **✔ done** | N s | it has not been done before in this home |
      | Register the version | the DevOps engineer | **✔ done** | N s | it has not been done before in this home |

      (gantt)

      (pie)

      ## How to do it again

      The same snapshot, declaration and seed give the same model, to the bit, on any number of threads.

      \`\`\`sh
      millrace reproduce rides@1
      millrace run rides.workflow.ts
      \`\`\`

      |  |  |
      | --- | --- |
      | **Run** | \`RUN\` |
      | **Seed** | \`1\` |
      | **Git commit** | not in a repository |
      | **Millrace** | \`…\` |
      | **Node** | \`…\` |
      | **Declaration** | \`sha256:…\` |
      | **Code** | \`sha256:…\` |
      | **rides.csv** | \`sha256:…\` |

      <details>
      <summary>Digests of all that was made</summary>

      | Step | What | SHA-256 |
      | --- | --- | --- |
      | read the data | key | \`sha256:…\` |
      | read the data | manifest | \`sha256:…\` |
      | read the data | table | \`sha256:…\` |
      | check the file against the columns | findings | \`sha256:…\` |
      | check the file against the columns | key | \`sha256:…\` |
      | find the target and its rows | key | \`sha256:…\` |
      | find the target and its rows | problem | \`sha256:…\` |
      | check the data | key | \`sha256:…\` |
      | check the data | report | \`sha256:…\` |
      | describe the data | key | \`sha256:…\` |
      | describe the data | profile | \`sha256:…\` |
      | set test rows aside | key | \`sha256:…\` |
      | set test rows aside | rows | \`sha256:…\` |
      | compare candidates | key | \`sha256:…\` |
      | compare candidates | leaderboard | \`sha256:…\` |
      | fit the best candidate on all training rows | baseline | \`sha256:…\` |
      | fit the best candidate on all training rows | key | \`sha256:…\` |
      | fit the best candidate on all training rows | model | \`sha256:…\` |
      | fit the best candidate on all training rows | recipe | \`sha256:…\` |
      | measure on test rows | baselinePredictions | \`sha256:…\` |
      | measure on test rows | key | \`sha256:…\` |
      | measure on test rows | predictions | \`sha256:…\` |
      | measure on test rows | report | \`sha256:…\` |
      | ask the gates | decisions | \`sha256:…\` |
      | ask the gates | key | \`sha256:…\` |
      | register the version | key | \`sha256:…\` |
      | register the version | registration | \`sha256:…\` |

      </details>

      Every figure here is drawn from the N events of this run, up to no. N of the log (\`sha256:…\`), and from the artifacts that they name.
      "
    `);
  });

  it("of a model begins with its champion's run and tells its life", async () => {
    home.declare({ seed: 2 });
    await home.run();
    const report = runReport(await loadReportSubject(home.store, "rides"));
    expect(report.kind).toBe("Model report");
    expect(report.sections.slice(0, 3).map(({ id }) => id)).toEqual(["in-short", "life", "asked"]);
    const text = markdownDocument(report);
    expect(text).toContain("| Model | **✔ rides&#64;2** | staging, champion |");
    expect(text).toMatch(/\| `2` \| [^|]+ \| champion, staging \|/);
  });

  it("doubts what is too good to be true, on enough rows", () => {
    const run = subject.run!;
    const metrics = { rocAucScore: { value: 1, low: 0.99, high: 1 } };
    const told = (rows: number): string => {
      const evaluation = { ...run.story.evaluation!, rows, metrics };
      return markdownDocument(runReport({ ...subject, run: { ...run, story: { ...run.story, evaluation } } }));
    };
    expect(told(100)).toContain("Too good to be true? Look whether a column is made from the target.");
    expect(told(99)).not.toContain("Too good");
  });

  it("says that a version which lost its aliases holds none", async () => {
    home.declare({ seed: 3 });
    await home.run();
    const text = markdownDocument(runReport(await loadReportSubject(home.store, "rides@1")));
    expect(text).toContain("| **Given the aliases** | staging, champion |\n| **Holds them today** | none |");
  });
});
