import { gateStep } from "../../run/index.ts";
import { gateText } from "../declared-words.ts";
import { call, note } from "../mermaid/sequence-lines.ts";
import { verdictState } from "../step-state.ts";
import { folded } from "../words.ts";
import { flowBox } from "./flow-parts.ts";
import type { StepPicture } from "./step-picture.ts";

const words = { pass: "holds", fail: "fails", insufficient: "open" };

/** Every gate with its verdict. */
export const gatePicture: StepPicture = {
  step: gateStep,
  flow(view) {
    const decided = view.run?.story.gates;
    const lines =
      decided == null
        ? folded(view.spec.gates, view.fold, gateText, "gate")
        : folded(decided.decisions, view.fold, ({ gate, verdict }) => `${words[verdict]}: ${gate}`, "gate");
    const look = decided == null ? {} : { state: verdictState(decided.verdict) };
    return flowBox(view, lines.length === 0 ? ["none declared"] : lines, { shape: "decision", ...look });
  },
  declared: (spec, fold) => [
    call("pipeline", "validator", "ask the gates"),
    ...(spec.gates.length === 0 ? [] : [note("validator", folded(spec.gates, fold, gateText, "gate"))]),
  ],
  found: ({ gates }, fold) =>
    folded(gates?.decisions ?? [], fold, ({ gate, verdict }) => `${gate}: ${verdict}`, "gate"),
};
