import { fail } from "../../errors/index.ts";
import { chooseThreshold, decodeModel, encodeModel, type FittedPipeline, takeTarget } from "../../ml/index.ts";
import { type ArtifactStore, listCodec, type Stored } from "../../store/index.ts";
import { outOfFold } from "../../training/index.ts";
import { checkpointedFit } from "../checkpointed-fit.ts";
import type { RunContext } from "../context.ts";
import { from, optionalOutput, output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";
import { modelCodec } from "../model-codec.ts";
import { type OpenTraining, openTraining, trainingInputs } from "../open-training.ts";
import { trainingParameters } from "../training-parameters.ts";
import { type Leaderboard, trainStep } from "./train.ts";

/** The name under which the baseline stands among the candidates. */
export const baselineName = "baseline";

/** How columns became features, as lines for people. */
const recipeCodec = listCodec<string>("a recipe");

/** The best candidate and the baseline, fitted on all training rows: what would go live, and what it must beat. */
export const fitStep = stepType({
  name: "fit",
  title: "fit the best candidate on all training rows",
  phase: "training",
  owner: "dataScientist",
  worker: { participant: "trainer", isJob: true, ask: "fit the best candidate on all training rows", opens: false },
  inputs: { ...trainingInputs, leaderboard: from(trainStep.outputs.leaderboard) },
  outputs: { model: output(modelCodec), baseline: optionalOutput(modelCodec), recipe: output(recipeCodec) },
  parameters: ({ context: { workflow } }) => ({
    ...trainingParameters(workflow),
    costs: workflow.problem.costs ?? null,
  }),
  async run(task) {
    const { context, inputs } = task;
    const { artifacts } = context.store;
    const leaderboard = await inputs.leaderboard.read();
    const best = chooseBest(leaderboard, context.workflow);
    const baseline = leaderboard.trials.find((trial) => trial.estimator === baselineName && trial.score !== null);
    const training = await openTraining(context, inputs);
    const stop = (): void => void training.executor.close();
    context.signal.addEventListener("abort", stop);
    try {
      const fitting = checkpointedFit(task, training, best);
      const fittingBaseline = baseline === undefined ? null : checkpointedFit(task, training, baseline);
      const [fitted, fittedBaseline, threshold] = await Promise.all([
        fitting,
        fittingBaseline,
        thresholdFromCosts(context, training, best),
      ]);
      const bytes = threshold === null ? fitted.bytes : encodeModel(decodeModel(fitted.bytes).withThreshold(threshold));
      const model = await storedModel(artifacts, bytes);
      const { estimator, params, score } = best;
      return {
        outputs: {
          model,
          baseline: fittedBaseline === null ? undefined : await storedModel(artifacts, fittedBaseline.bytes),
          recipe: await recipeCodec.write(artifacts, fitted.recipe),
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
});

/** A fit hands over the bytes of its model, which need not be decoded to be kept. */
async function storedModel(artifacts: ArtifactStore, bytes: Uint8Array): Promise<Stored<FittedPipeline>> {
  return (await artifacts.put(bytes)) as Stored<FittedPipeline>;
}

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
