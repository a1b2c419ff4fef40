import type { RunStory } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { searchText } from "../declared-words.ts";
import type { FlowEdge, FlowGroup, FlowNode } from "../mermaid/flow-graph.ts";
import { metricOf } from "../metric-of.ts";
import { stepState } from "../step-state.ts";
import { counted, figure, folded, size } from "../words.ts";
import { stepNode } from "./step-node.ts";

/** From training rows to one fitted model: features, the loop of the search, the winner. */
export function learningRow(spec: PortableSpec, story: RunStory | null, fold: number): FlowGroup {
  const kindOf = (step: string): FlowEdge["kind"] =>
    story === null ? "possible" : story.steps.some((row) => row.step === step) ? "taken" : "not-taken";
  const trials = story?.leaderboard?.trials.length ?? spec.search.trials;
  return {
    id: "learning",
    title: "Learning",
    nodes: [
      featuresNode(spec, story, fold),
      { id: "setting", shape: "step", lines: ["take a setting", searchText(spec)], state: stepState(story, "train") },
      trainNode(spec, story, fold),
      fitNode(story),
    ],
    edges: [
      { from: "features", to: "setting", kind: kindOf("train") },
      { from: "setting", to: "train", kind: kindOf("train") },
      { from: "train", to: "setting", label: `${counted(trials, "setting")} in all`, kind: "feedback" },
      { from: "train", to: "fit", label: "the best", kind: kindOf("fit") },
    ],
  };
}

function featuresNode(spec: PortableSpec, story: RunStory | null, fold: number): FlowNode {
  const made = Object.keys(spec.features);
  const own = made.length === 0 ? [] : folded(made, fold, (name) => `+ ${name}`, "feature");
  const recipe = story?.recipe == null ? [] : [`${counted(story.recipe.length, "column")} in the recipe`];
  // Features are made anew within every fold, so they stand with training and have no step of their own.
  return {
    id: "features",
    shape: "step",
    lines: ["make features", ...own, ...recipe],
    state: stepState(story, "train"),
  };
}

function trainNode(spec: PortableSpec, story: RunStory | null, fold: number): FlowNode {
  const board = story?.leaderboard;
  const { label } = metricOf(spec);
  const lines =
    board == null
      ? folded(spec.candidates, fold, ({ name }) => name, "candidate")
      : [
          `${board.folds}-fold ${label}`,
          ...folded(
            board.ranking.map((index) => board.trials[index]!),
            fold,
            ({ estimator, score }) => `${estimator}: ${score === null ? "no score" : figure(score)}`,
            "candidate",
          ),
        ];
  return stepNode(story, "train", lines);
}

function fitNode(story: RunStory | null): FlowNode {
  const chosen = story?.leaderboard?.ranking.map((index) => story.leaderboard!.trials[index]!.estimator) ?? [];
  const winner = chosen.find((estimator) => estimator !== "baseline") ?? chosen[0];
  const bytes = story?.modelBytes;
  const lines = story === null || winner === undefined ? [] : [bytes == null ? winner : `${winner}, ${size(bytes)}`];
  return stepNode(story, "fit", lines);
}
