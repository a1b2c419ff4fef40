import { type RunStory, trainStep } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { searchText } from "../declared-words.ts";
import { ownerNote } from "../diagrams/owner-note.ts";
import type { FlowNode } from "../mermaid/flow-graph.ts";
import { call, job, jobDone, loop } from "../mermaid/sequence-lines.ts";
import { metricOf } from "../metric-of.ts";
import { stepState } from "../step-state.ts";
import { counted, figure, folded, spell } from "../words.ts";
import { edgesInto, flowBox, reached } from "./flow-parts.ts";
import type { FlowView, StepPicture } from "./step-picture.ts";

/** The loop of the search: features, a setting, its score, the next one. */
export const trainPicture: StepPicture = {
  step: trainStep,
  flow(view) {
    const { instance, spec, before } = view;
    const story = view.run?.story ?? null;
    const { node, exit } = flowBox({ ...view, before: null }, boardLines(spec, story, view.fold));
    const features = featuresNode(view);
    const setting: FlowNode = {
      id: "setting",
      shape: "step",
      lines: ["take a setting", searchText(spec)],
      state: stepState(story, instance),
    };
    const kind = reached(story, instance);
    const trials = story?.leaderboard?.trials.length ?? spec.search.trials;
    return {
      nodes: [features, setting, node],
      edges: [
        ...edgesInto(view, before, features.id),
        { from: features.id, to: setting.id, kind },
        { from: setting.id, to: node.id, kind },
        { from: node.id, to: setting.id, label: `${counted(trials, "setting")} in all`, kind: "feedback" },
      ],
      exit: { ...exit, label: "the best" },
    };
  },
  declared(spec) {
    const made = Object.keys(spec.features).length;
    const names = spec.candidates.map(({ name }) => name).join(", ");
    return [
      ownerNote(spec, trainStep, ["pipeline", "trainer"]),
      job("pipeline", "trainer", `compare candidates: ${names}`),
      ...loop(searchText(spec), [
        call("trainer", "trainer", made === 0 ? "make features" : `make features, ${made} of them declared`),
        call("trainer", "trainer", "train on some folds, score on the one left out"),
      ]),
      jobDone("trainer", "pipeline", "a leaderboard with the baseline in it"),
    ];
  },
  ended: (story, { from, to }, durationMs) => [
    jobDone(to, from, `the leaderboard: ${settingsTried(story)} in ${spell(durationMs)}`),
  ],
  found: (story) => [settingsTried(story)],
};

function settingsTried({ leaderboard }: RunStory): string {
  return counted(leaderboard?.trials.length ?? 0, "setting");
}

/** Features are made anew within every fold, so they stand with training and have no step of their own. */
function featuresNode({ instance, spec, run, fold }: FlowView): FlowNode {
  const made = Object.keys(spec.features);
  const own = made.length === 0 ? [] : folded(made, fold, (name) => `+ ${name}`, "feature");
  const story = run?.story ?? null;
  const recipe = story?.recipe == null ? [] : [`${counted(story.recipe.length, "column")} in the recipe`];
  return {
    id: "features",
    shape: "step",
    lines: ["make features", ...own, ...recipe],
    state: stepState(story, instance),
  };
}

function boardLines(spec: PortableSpec, story: RunStory | null, fold: number): string[] {
  const board = story?.leaderboard;
  if (board == null) return folded(spec.candidates, fold, ({ name }) => name, "candidate");
  const ranked = board.ranking.map((index) => board.trials[index]!);
  const scored = ({ estimator, score }: (typeof ranked)[number]): string =>
    `${estimator}: ${score === null ? "no score" : figure(score)}`;
  return [`${board.folds}-fold ${metricOf(spec).label}`, ...folded(ranked, fold, scored, "candidate")];
}
