import { fail } from "../../../errors/index.ts";
import type { RunView, Subject } from "../../subject.ts";
import type { Document, Section } from "../document.ts";
import { afterwards } from "./afterwards.ts";
import { again } from "./again.ts";
import { asked } from "./asked.ts";
import { came } from "./came.ts";
import { checked } from "./checked.ts";
import { endingOf } from "./ending.ts";
import { importReport } from "./imported.ts";
import { inShort, purposeOf } from "./in-short.ts";
import { judged } from "./judged.ts";
import { divided, featured } from "./learned.ts";
import { lived } from "./lived.ts";
import { looks } from "./looks.ts";
import { took } from "./took.ts";
import { tried } from "./tried.ts";
import { worth } from "./worth.ts";

type SectionOf = (run: RunView, subject: Subject) => Section | null;

/** The chapters of a run's story, in the order in which they happened; one that the run didn't reach has nothing to say. */
const chapters: readonly SectionOf[] = [
  inShort,
  asked,
  came,
  checked,
  looks,
  divided,
  featured,
  tried,
  worth,
  judged,
  afterwards,
  took,
  again,
];

/**
 * The story of a run in order, for a stakeholder and for an auditor: what was asked, what came, what was tried, what it is
 * worth, who decided, and how to do it again. Of a model, the run of its champion and its life.
 * Of an imported model, where it comes from.
 * @throws PICTURE_NOTHING_TO_DRAW where nothing has run yet
 */
export function runReport(subject: Subject): Document {
  if (subject.imported !== null) return importReport(subject, subject.imported);
  if (subject.run === null) throw fail("PICTURE_NOTHING_TO_DRAW", { kind: "report", name: subject.name });
  const { run } = subject;
  const { story } = run;
  const sections = chapters.map((chapter) => chapter(run, subject));
  if (subject.asked === "life" && subject.life !== null) sections.splice(1, 0, lived(subject.life, subject));
  return {
    kind: subject.asked === "life" ? "Model report" : "Run report",
    title: `${subject.name}: ${endingOf(story).words}`,
    lead: purposeOf(story),
    sections: sections.filter((section) => section !== null),
  };
}
