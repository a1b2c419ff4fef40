import { splitStep } from "../../run/index.ts";
import { splitText } from "../declared-words.ts";
import { call } from "../mermaid/sequence-lines.ts";
import { count } from "../words.ts";
import { flowBox } from "./flow-parts.ts";
import type { StepPicture } from "./step-picture.ts";

/** How many rows are learned from, and how many are kept for the test. */
export const splitPicture: StepPicture = {
  step: splitStep,
  flow(view) {
    const split = view.run?.story.split;
    const rows = split == null ? [] : [`${count(split.trainingRows)} to learn, ${count(split.testRows)} to test`];
    return flowBox(view, [splitText(view.spec), ...rows]);
  },
  declared: (spec) => [call("pipeline", "pipeline", `split the rows: ${splitText(spec)}`)],
};
