import { checkStep } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { checkResults } from "../check-results.ts";
import { checksAsked, checkText } from "../declared-words.ts";
import type { FlowEdge, FlowNode } from "../mermaid/flow-graph.ts";
import { answer, call, either, note } from "../mermaid/sequence-lines.ts";
import type { PartState } from "../mermaid/states.ts";
import { stepState } from "../step-state.ts";
import type { RunView } from "../subject.ts";
import { count, folded } from "../words.ts";
import { flowBox } from "./flow-parts.ts";
import type { FlowView, StepPicture } from "./step-picture.ts";

/** The decision that stops a run, with the way that it isn't taken. */
export const checkPicture: StepPicture = {
  step: checkStep,
  flow(view) {
    const box = checkBox(view);
    if (!mayStop(view.spec)) return box;
    const { run, instance } = view;
    const hasFailed = stepState(run?.story ?? null, instance) === "failed";
    const kind: FlowEdge["kind"] = run === null ? "possible" : hasFailed ? "taken" : "not-taken";
    return {
      ...box,
      nodes: [box.node, stoppedNode(run, hasFailed)],
      aside: [{ from: box.node.id, to: "stopped", label: "one fails", kind }],
      exit: { from: box.node.id, label: "they hold" },
    };
  },
  declared: (spec, fold) => [
    call("pipeline", "validator", "check the data"),
    note("validator", folded(checksAsked(spec), fold, checkText, "check")),
    ...declaredDecision(spec),
  ],
};

/** A check that only warns stops nothing. */
function mayStop(spec: PortableSpec): boolean {
  return checksAsked(spec).some(({ severity }) => severity === "error");
}

function checkBox(view: FlowView): ReturnType<typeof flowBox> {
  const { spec, run, fold, instance } = view;
  const results = run === null ? [] : checkResults(run);
  const held = results.filter(({ status }) => status === "passed").length;
  const open = results.filter(({ status }) => status !== "passed");
  const said =
    results.length === 0
      ? folded(checksAsked(spec), fold, checkText, "check")
      : [
          `${held} of ${results.length} hold`,
          ...folded(open, fold, ({ message, status }) => `${status}: ${message}`, "check"),
        ];
  const state = stepState(run?.story ?? null, instance);
  const shown: PartState = open.some(({ status }) => status === "warned") && state !== "failed" ? "warned" : state;
  return flowBox(view, said, { shape: "decision", state: shown });
}

function stoppedNode(run: RunView | null, hasFailed: boolean): FlowNode {
  const rows = run === null ? 0 : checkResults(run).reduce((sum, { failingRows }) => sum + failingRows, 0);
  const aside = hasFailed && rows > 0 ? `${count(rows)} rows kept aside` : "rows at fault kept aside";
  const state: PartState = hasFailed ? "failed" : run === null ? "planned" : "skipped";
  return { id: "stopped", shape: "outcome", lines: ["the run stops, and says why", aside], state };
}

function declaredDecision(spec: PortableSpec): string[] {
  const holds = answer("validator", "pipeline", "the data is fit to be learned from");
  if (!mayStop(spec)) return [holds];
  return either([
    { when: "every check holds", lines: [holds] },
    {
      when: "a check fails",
      lines: [
        answer("validator", "pipeline", "rows at fault are kept aside"),
        answer("pipeline", "engineer", "the run stops and says why"),
      ],
    },
  ]);
}
