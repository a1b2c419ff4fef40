import type { RunStory } from "../../../run/index.ts";
import { eventsOf } from "../../events-of.ts";
import { type LifeView, type LifeWith, lifeWith, type Subject } from "../../subject.ts";
import { instant } from "../../words.ts";
import { type Block, fixed, link, mark, paragraph, type Section, section, table, type Words } from "../document.ts";
import { longTable } from "../long-table.ts";
import { movesOf, saidOf } from "../run-report/afterwards.ts";
import { verdictWords } from "../run-report/judged.ts";
import { runsTable, versionsTable } from "../run-report/lived.ts";
import type { DocsPage } from "./page.ts";

/** What was decided, by whom and why: gates, versions, alias moves, alerts, what people said. */
export const decisionsPage: DocsPage = {
  file: "decisions.md",
  summary: "gates, versions, alias moves, alerts, and what people said, from the log",
  shows: "history",
  draw: ({ subject }) => ({
    kind: "Decisions",
    title: `${subject.name}: what was decided`,
    lead: "From the log, newest first. Times are UTC.",
    sections:
      subject.life === null || subject.run === null
        ? [
            section("none", "Nothing yet", [
              paragraph([
                "No run is known here. How it will be decided: ",
                link("workflow.md", "workflow.md#gates"),
                ".",
              ]),
            ])!,
          ]
        : sectionsOf(subject, subject.life, subject.run.story),
  }),
};

function sectionsOf(subject: Subject, known: LifeView, story: RunStory): Section[] {
  const life = lifeWith(known, ["verdicts", "incidents"]);
  const moves = [...movesOf(subject, null)].reverse();
  const sections = [
    section("newest", "The newest run", gateBlocks(story)),
    section("versions", "Versions and runs", [...versionsTable(life), ...runsTable(life)]),
    section(
      "aliases",
      "How aliases moved",
      longTable(["When (UTC)", "Alias", "From", "To", "By", "Why"], moves, 50, "move"),
    ),
    section(
      "gates",
      "Every verdict so far",
      longTable(["When (UTC)", "Run", "Gate", "", "Why"], verdictRows(life), 60, "verdict"),
    ),
    section("alerts", "Alerts", longTable(["When (UTC)", "Severity", "To", "What"], alertRows(life), 30, "alert")),
    section("said", "What people said", saidOf(life.feedback).slice(1)),
  ];
  return sections.filter((one) => one !== null);
}

const tones = { pass: "good", fail: "bad", insufficient: "open" } as const;

function gateBlocks({ row, gates }: RunStory): (Block | null)[] {
  if (gates === null) return [paragraph([fixed(row.id), " came to no gate."])];
  return [
    paragraph([fixed(row.id), gates.decisions.length === 0 ? " had no gate to pass." : ", gate by gate:"]),
    table(
      ["", "Gate", "Why"],
      gates.decisions.map(({ gate, verdict, reason }) => [mark(verdictWords[verdict], tones[verdict]), gate, reason]),
    ),
  ];
}

function verdictRows({ verdicts }: LifeWith<"verdicts">): (readonly Words[])[] {
  return [...verdicts]
    .reverse()
    .map(({ at, run, body }): readonly Words[] => [
      instant(at),
      fixed(run ?? ""),
      body.gate,
      mark(verdictWords[body.verdict], tones[body.verdict]),
      body.reason,
    ]);
}

function alertRows({ incidents }: LifeWith<"incidents">): (readonly Words[])[] {
  return eventsOf(incidents, "alert.raised")
    .reverse()
    .map(({ at, body }): readonly Words[] => [
      instant(at),
      body.severity,
      body.to ?? "everyone",
      body.text === "" ? body.title : body.text,
    ]);
}
