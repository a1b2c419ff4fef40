import type { RunStory } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { checkResults } from "../check-results.ts";
import { checksAsked, checkText, splitText } from "../declared-words.ts";
import type { FlowEdge, FlowGroup, FlowNode } from "../mermaid/flow-graph.ts";
import type { PartState } from "../mermaid/states.ts";
import { stepState } from "../step-state.ts";
import type { RunView } from "../subject.ts";
import { count, counted, folded, size } from "../words.ts";
import { stepNode } from "./step-node.ts";

/** From the source to rows that may be learned from: what came, what was checked, what was set aside. */
export function dataRow(spec: PortableSpec, run: RunView | null, fold: number): FlowGroup {
  const story = run?.story ?? null;
  const hasFailed = stepState(story, "check") === "failed";
  const wentOn: FlowEdge["kind"] = story === null ? "possible" : hasFailed ? "not-taken" : "taken";
  // A check that only warns stops nothing.
  const mayStop = checksAsked(spec).some(({ severity }) => severity === "error");
  const [snapshot, profile, split] = [snapshotNode(story), profileNode(story), splitNode(spec, story)];
  return {
    id: "data",
    title: "Data",
    nodes: [
      sourceNode(spec, story, fold),
      snapshot,
      checkNode(spec, run, fold),
      ...(mayStop ? [stoppedNode(run, hasFailed)] : []),
      profile,
      split,
    ],
    edges: [
      { from: "source", to: "snapshot", kind: story === null ? "possible" : "taken" },
      { from: "snapshot", to: "check", kind: reached(story, "check") },
      {
        from: "check",
        to: "profile",
        label: mayStop ? "they hold" : undefined,
        kind: reached(story, "profile", wentOn),
      },
      { from: "profile", to: "split", kind: reached(story, "split") },
      ...(mayStop ? [stopEdge(story, hasFailed)] : []),
    ],
  };
}

/** An arrow into a step is taken once the step was begun or reused. */
function reached(story: RunStory | null, step: string, otherwise: FlowEdge["kind"] = "not-taken"): FlowEdge["kind"] {
  if (story === null) return "possible";
  return story.steps.some((row) => row.step === step) ? "taken" : otherwise === "taken" ? "not-taken" : otherwise;
}

function sourceNode(spec: PortableSpec, story: RunStory | null, fold: number): FlowNode {
  const files = story?.manifest?.files ?? [];
  const lines =
    files.length === 0
      ? [spec.data.path]
      : folded(files, fold, ({ path, sizeBytes }) => `${path} (${size(sizeBytes)})`, "file");
  return { id: "source", shape: "store", lines, state: files.length > 0 ? "done" : "planned" };
}

function snapshotNode(story: RunStory | null): FlowNode {
  const manifest = story?.manifest;
  const rows =
    manifest == null ? [] : [`${counted(manifest.rows, "row")} × ${counted(manifest.columns.length, "column")}`];
  const aside =
    manifest != null && manifest.rejectedCount > 0 ? [`${counted(manifest.rejectedCount, "row")} set aside`] : [];
  return stepNode(story, "snapshot", [...rows, ...aside]);
}

function checkNode(spec: PortableSpec, run: RunView | null, fold: number): FlowNode {
  const story = run?.story ?? null;
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
  const state = stepState(story, "check");
  const shown: PartState = open.some(({ status }) => status === "warned") && state !== "failed" ? "warned" : state;
  return stepNode(story, "check", said, { shape: "decision", state: shown });
}

function stoppedNode(run: RunView | null, hasFailed: boolean): FlowNode {
  const rows = run === null ? 0 : checkResults(run).reduce((sum, { failingRows }) => sum + failingRows, 0);
  const aside = hasFailed && rows > 0 ? `${count(rows)} rows kept aside` : "rows at fault kept aside";
  const state: PartState = hasFailed ? "failed" : run === null ? "planned" : "skipped";
  return { id: "stopped", shape: "outcome", lines: ["the run stops, and says why", aside], state };
}

function stopEdge(story: RunStory | null, hasFailed: boolean): FlowEdge {
  const kind = story === null ? "possible" : hasFailed ? "taken" : "not-taken";
  return { from: "check", to: "stopped", label: "one fails", kind };
}

function profileNode(story: RunStory | null): FlowNode {
  const leaks = story?.profile?.leakSuspects.length ?? 0;
  const lines = leaks > 0 ? [`${counted(leaks, "column")} may leak the target`] : [];
  return stepNode(story, "profile", lines, leaks > 0 ? { state: "warned" } : {});
}

function splitNode(spec: PortableSpec, story: RunStory | null): FlowNode {
  const split = story?.split;
  const lines =
    split == null
      ? [splitText(spec)]
      : [splitText(spec), `${count(split.trainingRows)} to learn, ${count(split.testRows)} to test`];
  return stepNode(story, "split", lines);
}
