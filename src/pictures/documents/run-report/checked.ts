import type { RunView } from "../../subject.ts";
import { count } from "../../words.ts";
import { callout, fixed, mark, muted, paragraph, type Section, section, type Tone, table } from "../document.ts";
import { isStoppedByCheck } from "./ending.ts";

const tones: Readonly<Record<"passed" | "failed" | "warned", Tone>> = { passed: "good", failed: "bad", warned: "open" };
const words = { passed: "holds", failed: "fails", warned: "warns" } as const;

/** What a check said, as the report of all or, where one ended the run, the log has it. */
interface Said {
  readonly check: string;
  readonly column: string | null;
  readonly status: "passed" | "failed" | "warned";
  readonly message: string;
  readonly failingRows: number;
}

/** What the checks said of the data, before anything was trained. */
export function checked({ story, events }: RunView): Section | null {
  const results = saidBy(story, events);
  if (results.length === 0) return null;
  const quarantine = events.flatMap((event) =>
    event.type === "check.decided" && event.body.quarantine !== null ? [event.body.quarantine] : [],
  )[0];
  return section("checks", "What the checks said", [
    isStoppedByCheck(story) ? callout("bad", "A check fails, so nothing was trained on this data.") : null,
    story.declaration.checks.length === 0
      ? paragraph("The workflow declares no checks; one is made always: does a column give the target away?")
      : null,
    table(
      ["", "Check", "Column", "What it found", "Rows at fault>"],
      results.map(({ check, column, status, message, failingRows }) => [
        mark(words[status], tones[status]),
        check,
        column === null ? muted("the whole table") : fixed(column),
        message,
        failingRows === 0 ? "–" : count(failingRows),
      ]),
    ),
    quarantine === undefined
      ? null
      : paragraph(["The rows at fault are kept aside, with the reason: ", fixed(quarantine)]),
  ]);
}

/** A check that fails ends its step, which then has no report; each was an event all the same. */
function saidBy({ checks }: RunView["story"], events: RunView["events"]): readonly Said[] {
  return checks?.results ?? events.flatMap((event) => (event.type === "check.decided" ? [event.body] : []));
}
