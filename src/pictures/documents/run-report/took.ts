import { findStepType } from "../../../run/index.ts";
import type { StepReason, StepRow } from "../../../store/index.ts";
import { personText } from "../../declared-words.ts";
import { stepTitle } from "../../step-state.ts";
import type { RunView, Subject } from "../../subject.ts";
import { instant, spell } from "../../words.ts";
import { facts, mark, type Section, section, table, type Words } from "../document.ts";
import { capital, pictureOf } from "../picture-block.ts";

/** How long everything took, step by step, and why a step was done or not done again. */
export function took({ story }: RunView, subject: Subject): Section | null {
  const { row, declaration } = story;
  return section("time", "How long everything took", [
    facts([
      ["Began", `${instant(row.started_at)} UTC`],
      row.finished_at === null ? null : ["Ended", `${instant(row.finished_at)} UTC`],
      row.duration_ms === null ? null : ["Took", spell(row.duration_ms)],
      row.resumed === 0
        ? null
        : ["Interrupted", `${row.resumed} ${row.resumed === 1 ? "time" : "times"}, and gone on with`],
    ]),
    table(
      ["Step", "Whose work", "", "Took>", "Why it was done, or not"],
      story.steps.map((step) => {
        const known = findStepType(step.step);
        const owner = known === undefined ? "" : personText(declaration, known.owner);
        return [
          capital(stepTitle(step)),
          owner,
          stateMark(step),
          step.duration_ms === null ? "–" : spell(step.duration_ms),
          reasonOf(step),
        ];
      }),
    ),
    pictureOf(subject, "run", "gantt"),
    pictureOf(subject, "run", "pie"),
  ]);
}

function stateMark({ status, cached }: StepRow): Words {
  if (status === "failed") return mark("failed", "bad");
  if (status === "succeeded") return cached === 1 ? mark("reused", "plain") : mark("done", "good");
  return mark(status === "cancelled" ? "stopped" : "not ended", "open");
}

function reasonOf({ why }: StepRow): string {
  return (JSON.parse(why) as StepReason | null)?.text ?? "";
}
