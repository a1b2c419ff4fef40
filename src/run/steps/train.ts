import {
  candidateKindOf,
  findMetric,
  findSearchMethod,
  replaySearch,
  type Search,
  searchCandidate,
  startSearch,
  type Trial,
} from "../../ml/index.ts";
import { documentCodec, groupWrites, type Stored } from "../../store/index.ts";
import { type FinishedTrial, rankTrials, refuseUnfit, searchLoop } from "../../training/index.ts";
import { digestOf } from "../cache-key.ts";
import type { RunContext, RunEvent } from "../context.ts";
import { output } from "../graph/port.ts";
import { type StepTask, stepType } from "../graph/step-type.ts";
import { openTraining, trainingInputs } from "../open-training.ts";
import { trainingParameters } from "../training-parameters.ts";

/** The trials as an artifact; durations are left out, so that two equal searches are one artifact. */
export interface Leaderboard {
  readonly metric: string;
  readonly folds: number;
  /** In the order of asking. */
  readonly trials: readonly Omit<FinishedTrial, "durationMs">[];
  /** Index into `trials` of the best trial of each candidate, best first; the baseline is in it. */
  readonly ranking: readonly number[];
}

const leaderboardCodec = documentCodec<Leaderboard>("a leaderboard", {
  metric: "text",
  folds: "number",
  trials: "list",
  ranking: "list",
});

/** Candidates and their settings, compared by cross-validation on the training rows. */
export const trainStep = stepType({
  name: "train",
  title: "compare candidates",
  phase: "training",
  owner: "dataScientist",
  worker: { participant: "trainer", isJob: true, ask: "make features, compare candidates", opens: true },
  inputs: trainingInputs,
  outputs: { leaderboard: output(leaderboardCodec) },
  parameters: ({ context: { workflow } }) => ({
    ...trainingParameters(workflow),
    candidates: workflow.candidates.map(({ name, params, space }) => ({ name, params, space })),
    search: { ...workflow.search, at: undefined },
  }),
  async run(task) {
    const { workflow } = task.context;
    const { maxMinutes } = workflow.search;
    const leaderboard = await tryAll(task, {
      search: declaredSearch(workflow),
      maxMs: maxMinutes === undefined ? undefined : maxMinutes * 60_000,
    });
    // Trials are told while they are made: a search may take hours, and each is kept in the journal anyway.
    return { outputs: { leaderboard }, events: [] };
  },
  /** The very trials of the recorded search: how many there were may have been a matter of time. */
  async replay(task, recorded) {
    const { trials } = await task.context.data.read(leaderboardCodec, recorded.leaderboard);
    const again = trials.map(({ trial, candidate, estimator, params, budget = 1 }) => ({
      index: trial,
      candidate,
      estimator,
      params,
      budget,
    }));
    return { leaderboard: await tryAll(task, { search: replaySearch(again) }) };
  },
});

type TrainTask = StepTask<typeof trainingInputs>;

/** What a trial is kept with. */
interface KeepingTask {
  readonly context: Pick<RunContext, "build" | "workflow" | "journal" | "emit" | "store">;
  readonly digests: TrainTask["digests"];
  readonly progress: TrainTask["progress"];
}

function declaredSearch(workflow: RunContext["workflow"]): Search {
  const { search, candidates, problem, seed } = workflow;
  const method = findSearchMethod(search.method)!;
  return startSearch(method, {
    candidates: candidates.map((candidate) =>
      searchCandidate(candidate, candidateKindOf(candidate.name).parametersOf(candidate.name)),
    ),
    trials: search.trials,
    seed,
    greaterIsBetter: findMetric(problem.metric)!.greaterIsBetter,
    patience: search.patience,
  });
}

async function tryAll(
  task: TrainTask,
  plan: { readonly search: Search; readonly maxMs?: number | undefined },
): Promise<Stored<Leaderboard>> {
  const { context } = task;
  const { workflow } = context;
  const training = await openTraining(context, task.inputs);
  const stop = (): void => void training.executor.close();
  context.signal.addEventListener("abort", stop);
  try {
    refuseUnfit(training.set, workflow.candidates);
    const trials = await searchLoop({
      ...plan,
      executor: training.executor,
      folds: training.set.folds.length,
      machine: context.store.platform.machine,
      ...journaled(task, plan.search.planned),
      signal: context.signal,
    });
    const leaderboard = makeLeaderboard(trials, workflow.problem.metric, training.set.folds.length);
    return await leaderboardCodec.write(context.store.artifacts, leaderboard);
  } finally {
    context.signal.removeEventListener("abort", stop);
    await training.executor.close();
  }
}

/** Each trial's result is kept under what it depends on: an interrupted search goes on, a widened one reuses. */
export function journaled({ context, digests, progress }: KeepingTask, planned: number) {
  let finished = 0;
  const search = digestOf({ build: context.build, inputs: digests, ...trainingParameters(context.workflow) });
  const results = context.journal.results(search);
  const keyOf = ({ estimator, params }: Pick<Trial, "estimator" | "params">): string =>
    digestOf({ search, estimator, params });
  // Trials that finish together share a transaction.
  const emit = groupWrites<RunEvent>((events) => context.emit(...events), context.store.platform.machine);
  return {
    known: async (trial: Trial) => (await results.read(keyOf(trial))) as FinishedTrial | undefined,
    onTrial: async (trial: FinishedTrial, known: boolean) => {
      const key = keyOf(trial);
      if (!known) await results.write(key, trial);
      const { failure, candidate, budget, ...body } = trial;
      await emit({ type: "trial.finished", body: { ...body, key } });
      finished++;
      progress(finished / planned, `${finished} of ${planned} settings tried`);
    },
  };
}

function makeLeaderboard(trials: readonly FinishedTrial[], metric: string, folds: number): Leaderboard {
  const best = new Map<number, FinishedTrial>();
  for (const trial of rankTrials(trials, findMetric(metric)!.greaterIsBetter)) {
    if (!best.has(trial.candidate)) best.set(trial.candidate, trial);
  }
  return {
    metric,
    folds,
    trials: trials.map(({ durationMs, ...trial }) => trial),
    ranking: [...best.values()].map((trial) => trials.indexOf(trial)),
  };
}
