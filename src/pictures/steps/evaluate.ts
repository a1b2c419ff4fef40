import { intervalText, metricLabel } from "../../evaluation/index.ts";
import { evaluateStep } from "../../run/index.ts";
import { judgedBy } from "../declared-words.ts";
import { ownerNote } from "../diagrams/owner-note.ts";
import { answer, call } from "../mermaid/sequence-lines.ts";
import { count } from "../words.ts";
import { flowBox } from "./flow-parts.ts";
import type { StepPicture } from "./step-picture.ts";

/** What the model is worth on test rows. */
export const evaluatePicture: StepPicture = {
  step: evaluateStep,
  flow(view) {
    const { metric } = view.spec.problem;
    const report = view.run?.story.evaluation;
    const measured = report?.metrics[metric];
    const value =
      measured?.value == null
        ? [judgedBy(view.spec)]
        : [`${metricLabel(metric)} ${intervalText(measured, null).interval}`];
    const rows = report == null ? [] : [`${count(report.rows)} rows that nothing was learned from`];
    return flowBox(view, [...value, ...rows]);
  },
  declared: (spec) => [
    ownerNote(spec, evaluateStep, ["pipeline", "validator"]),
    call("pipeline", "validator", "evaluate the model on test rows"),
    answer("validator", "pipeline", `${metricLabel(spec.problem.metric)} with its 95 % interval`),
  ],
};
