import type { EvaluationReport } from "../evaluation/index.ts";
import type { RunContext } from "./context.ts";
import type { StepOutcome } from "./execute-step.ts";
import type { LeaderboardEntry, RunResult } from "./run-result.ts";
import type { Outputs } from "./step.ts";
import type { GateRecord } from "./steps/gate.ts";
import type { Registration } from "./steps/register.ts";
import type { Leaderboard } from "./steps/train.ts";

interface Ending {
  readonly context: RunContext;
  readonly status: RunResult["status"];
  readonly outputs: ReadonlyMap<string, Outputs>;
  readonly done: readonly StepOutcome[];
  /** The step in which it ended early; null where every step was done. */
  readonly endedIn: string | null;
  readonly durationMs: number;
}

/** The result of a run from what its steps stored: as much of it as there is. */
export async function assembleResult({
  context,
  status,
  outputs,
  done,
  endedIn,
  durationMs,
}: Ending): Promise<RunResult> {
  const read = async <T>(step: string, output: string): Promise<T | null> => {
    const digest = outputs.get(step)?.[output];
    return digest === undefined ? null : context.data.json<T>(digest);
  };
  const leaderboard = await read<Leaderboard>("train", "leaderboard");
  const evaluation = await read<EvaluationReport>("evaluate", "report");
  const gates = await read<GateRecord>("gate", "decisions");
  const registration = await read<Registration>("register", "registration");
  return {
    run: context.run,
    workflow: context.workflow.name,
    status,
    verdict: gates?.verdict ?? null,
    model: registration?.model ?? null,
    metrics: evaluation?.metrics ?? {},
    gates: (gates?.decisions ?? []).map(({ gate, verdict, reason }) => ({ name: gate, verdict, reason })),
    leaderboard: leaderboard === null ? [] : bestOfEach(leaderboard),
    steps: [
      ...done.map(({ step, cached, durationMs }) => ({ name: step, status: "succeeded" as const, cached, durationMs })),
      ...(endedIn === null || status === "succeeded" ? [] : [{ name: endedIn, status, cached: false, durationMs: 0 }]),
    ],
    durationMs,
  };
}

/** The best trial of each candidate, best first. */
function bestOfEach({ trials, ranking }: Leaderboard): LeaderboardEntry[] {
  return ranking.map((index) => {
    const { estimator, params, score } = trials[index]!;
    return { estimator, params, score };
  });
}
