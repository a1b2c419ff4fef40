import type { RunStory } from "../../../run/index.ts";
import type { LifeView, Subject } from "../../subject.ts";
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

function sectionsOf(subject: Subject, life: LifeView, story: RunStory): Section[] {
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
    section("said", "What people said", saidOf(life.events).slice(1)),
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

function verdictRows({ events }: LifeView): (readonly Words[])[] {
  return [...events]
    .reverse()
    .flatMap((event): (readonly Words[])[] =>
      event.type === "gate.decided"
        ? [
            [
              instant(event.at),
              fixed(event.run ?? ""),
              event.body.gate,
              mark(verdictWords[event.body.verdict], tones[event.body.verdict]),
              event.body.reason,
            ],
          ]
        : [],
    );
}

function alertRows({ events }: LifeView): (readonly Words[])[] {
  return [...events]
    .reverse()
    .flatMap((event): (readonly Words[])[] =>
      event.type === "alert.raised"
        ? [
            [
              instant(event.at),
              event.body.severity,
              event.body.to ?? "everyone",
              event.body.text === "" ? event.body.title : event.body.text,
            ],
          ]
        : [],
    );
}
