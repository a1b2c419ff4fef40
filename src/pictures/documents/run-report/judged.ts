import type { RunStory } from "../../../run/index.ts";
import { metricOf } from "../../metric-of.ts";
import type { RunView, Subject } from "../../subject.ts";
import { figure } from "../../words.ts";
import { mark, muted, paragraph, type Section, section, type Tone, table, type Words } from "../document.ts";
import { pictureOf } from "../picture-block.ts";
import { scaleOf } from "./scale.ts";

const tones: Readonly<Record<"pass" | "fail" | "insufficient", Tone>> = {
  pass: "good",
  fail: "bad",
  insufficient: "open",
};
/** What a gate's verdict is called. */
export const verdictWords = { pass: "holds", fail: "fails", insufficient: "open" } as const;

type Decision = NonNullable<RunStory["gates"]>["decisions"][number];

/** Which gates hold, and why. */
export function judged({ story }: RunView, subject: Subject): Section | null {
  const { gates, declaration } = story;
  if (gates === null) return null;
  return section("gates", "Which gates hold, and why", [
    gates.decisions.length === 0
      ? paragraph("The workflow declares no gates, so whatever was fitted was registered.")
      : paragraph(
          "A gate looks at the whole interval: it holds if all of it is on the good side of the bound, fails if all is on the bad side, and is open where the bound lies inside.",
        ),
    table(
      ["", "Gate", "Measured", "Bound>", "Why"],
      gates.decisions.map((decision) => gateCells(decision, declaration)),
    ),
    pictureOf(subject, "run", "requirement"),
  ]);
}

function gateCells(
  { gate, verdict, reason, metric, estimate, bound, direction }: Decision,
  declaration: RunStory["declaration"],
): readonly Words[] {
  const range = metric === null ? null : metricOf(declaration, metric).range;
  const measured: Words =
    estimate?.value == null ? muted("–") : { kind: "range", estimate, bound, scale: scaleOf(range, [estimate], bound) };
  const limit = bound === null ? "–" : `${direction === "atLeast" ? "≥" : "≤"} ${figure(bound)}`;
  return [mark(verdictWords[verdict], tones[verdict]), gate, measured, limit, reason];
}
