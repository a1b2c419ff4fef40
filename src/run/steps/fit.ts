import { fail } from "../../errors/index.ts";
import { canonicalJson, chooseThreshold, decodeModel, encodeModel, takeTarget } from "../../ml/index.ts";
import { outOfFold } from "../../training/index.ts";
import { checkpointedFit } from "../checkpointed-fit.ts";
import type { RunContext } from "../context.ts";
import { type OpenTraining, openTraining } from "../open-training.ts";
import type { Step } from "../step.ts";
import { trainingParameters } from "../training-parameters.ts";
import type { Leaderboard } from "./train.ts";

/** The name under which the baseline stands among the candidates. */
export const baselineName = "baseline";

/** The best candidate and the baseline, fitted on all training rows: what would go live, and what it must beat. */
export const fitStep: Step = {
  name: "fit",
  title: "fit the best candidate on all training rows",
  owner: "dataScientist",
  worker: { participant: "trainer", isJob: true, ask: "fit the best candidate on all training rows", opens: false },
  inputs: ["snapshot.table", "snapshot.manifest", "split.rows", "train.leaderboard"],
  parameters: ({ workflow }) => ({ ...trainingParameters(workflow), costs: workflow.problem.costs ?? null }),
  measured: () => null,
  async run(context, inputs) {
    const leaderboard = await context.data.json<Leaderboard>(inputs["train.leaderboard"]!);
    const best = chooseBest(leaderboard, context.workflow);
    const baseline = leaderboard.trials.find((trial) => trial.estimator === baselineName && trial.score !== null);
    const training = await openTraining(context, inputs);
    const stop = (): void => void training.executor.close();
    context.signal.addEventListener("abort", stop);
    try {
      const fitting = checkpointedFit(context, inputs, training, best);
      const fittingBaseline = baseline === undefined ? null : checkpointedFit(context, inputs, training, baseline);
      const [fitted, fittedBaseline, threshold] = await Promise.all([
        fitting,
        fittingBaseline,
        thresholdFromCosts(context, training, best),
      ]);
      const bytes = threshold === null ? fitted.bytes : encodeModel(decodeModel(fitted.bytes).withThreshold(threshold));
      const model = await context.store.artifacts.put(bytes);
      const { estimator, params, score } = best;
      return {
        outputs: {
          model,
          ...(fittedBaseline === null ? {} : { baseline: await context.store.artifacts.put(fittedBaseline.bytes) }),
          recipe: await context.store.artifacts.put(canonicalJson(fitted.recipe)),
        },
        events: [
          {
            type: "candidate.chosen",
            body: { estimator, params, score, baselineScore: baseline?.score ?? null },
          },
          {
            type: "model.fitted",
            body: { digest: model, estimator, sizeBytes: bytes.length },
          },
        ],
      };
    } finally {
      context.signal.removeEventListener("abort", stop);
      await training.executor.close();
    }
  },
};

type LeaderboardTrial = Leaderboard["trials"][number];

/**
 * The first of the ranking that isn't the baseline; the baseline only if nothing else could be fitted at all. Where there
 * are no labels to score by, the first that could be fitted.
 */
function chooseBest({ trials, ranking }: Leaderboard, { problem }: RunContext["workflow"]): LeaderboardTrial {
  const ranked = ranking.map((index) => trials[index]!);
  const best = ranked.find((trial) => trial.estimator !== baselineName) ?? ranked[0]!;
  if (best.score !== null) return best;
  const isUnmeasured = problem.task === "anomaly" && problem.target === undefined;
  const fitted = isUnmeasured ? ranked.find((trial) => trial.failure === null) : undefined;
  if (fitted !== undefined) return fitted;
  const unscored = ranked.find((trial) => trial.score === null && trial.failure !== null);
  throw fail("TRAINING_ALL_FAILED", {
    trials: trials.length,
    first: unscored?.failure ?? "the metric is defined on no fold",
  });
}

/** The threshold that would have cost least on validation rows, each predicted by a model that didn't see it. */
async function thresholdFromCosts(
  { workflow }: RunContext,
  { set, executor }: OpenTraining,
  best: LeaderboardTrial,
): Promise<number | null> {
  const { costs } = workflow.problem;
  if (costs === undefined || set.task !== "binary" || set.y === null) return null;
  const held = await outOfFold(set, executor, best);
  if (held === null) return null;
  return chooseThreshold(takeTarget(set.y, held.rows), held.predictions, set.positive, costs).threshold;
}
