import { intervalText } from "../../evaluation/index.ts";
import { evaluateStep } from "../../run/index.ts";
import { judgedBy } from "../declared-words.ts";
import { ownerNote } from "../diagrams/owner-note.ts";
import { answer, call } from "../mermaid/sequence-lines.ts";
import { metricOf } from "../metric-of.ts";
import { count } from "../words.ts";
import { flowBox } from "./flow-parts.ts";
import type { StepPicture } from "./step-picture.ts";

/** What the model is worth on test rows. */
export const evaluatePicture: StepPicture = {
  step: evaluateStep,
  flow(view) {
    const { name, label } = metricOf(view.spec);
    const report = view.run?.story.evaluation;
    const measured = report?.metrics[name];
    const value =
      measured?.value == null ? [judgedBy(view.spec)] : [`${label} ${intervalText(measured, null).interval}`];
    const rows = report == null ? [] : [`${count(report.rows)} rows that nothing was learned from`];
    return flowBox(view, [...value, ...rows]);
  },
  declared: (spec) => [
    ownerNote(spec, evaluateStep, ["pipeline", "validator"]),
    call("pipeline", "validator", "evaluate the model on test rows"),
    answer("validator", "pipeline", `${metricOf(spec).label} with its 95 % interval`),
  ],
};
