import type { CheckResult } from "../data/index.ts";
import type { RunView } from "./subject.ts";

/** What a check said of a run's data. */
export type SaidCheck = Pick<CheckResult, "check" | "column" | "status" | "message" | "failingRows">;

/** What the checks said. A step that refuses the data makes no report, but the log has what each check found. */
export function checkResults({ story, events }: RunView): readonly SaidCheck[] {
  if (story.checks !== null) return story.checks.results;
  const said = new Map<string, SaidCheck>();
  for (const { type, body } of events) {
    if (type !== "check.decided") continue;
    const { check, column, status, message, failingRows } = body;
    said.set(JSON.stringify([check, column, message]), { check, column, status, message, failingRows });
  }
  return [...said.values()];
}
