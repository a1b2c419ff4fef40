import type { RunContext } from "./context.ts";
import type { StepOutcome } from "./execute-step.ts";
import { type MadeOutputs, madeBy, type StepInstance } from "./graph/plan-graph.ts";
import type { OutputPort } from "./graph/port.ts";
import type { LeaderboardEntry, RunResult } from "./run-result.ts";
import { evaluateStep } from "./steps/evaluate.ts";
import { gateStep } from "./steps/gate.ts";
import { registerStep } from "./steps/register.ts";
import { type Leaderboard, trainStep } from "./steps/train.ts";

interface Ending {
  readonly context: RunContext;
  readonly graph: readonly StepInstance[];
  readonly status: RunResult["status"];
  readonly outputs: MadeOutputs;
  readonly done: readonly StepOutcome[];
  /** The step in which it ended early; null where every step was done. */
  readonly endedIn: string | null;
  readonly durationMs: number;
}

/** The result of a run from what its steps stored: as much of it as there is. */
export async function assembleResult({
  context,
  graph,
  status,
  outputs,
  done,
  endedIn,
  durationMs,
}: Ending): Promise<RunResult> {
  const read = async <T>(port: OutputPort<T>): Promise<T | null> => {
    const digest = madeBy(port, graph, outputs);
    return digest === undefined ? null : context.data.read(port.codec, digest);
  };
  const leaderboard = await read(trainStep.outputs.leaderboard);
  const evaluation = await read(evaluateStep.outputs.report);
  const gates = await read(gateStep.outputs.decisions);
  const registration = await read(registerStep.outputs.registration);
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
      ...done.map(({ instance, cached, durationMs }) => ({
        name: instance,
        status: "succeeded" as const,
        cached,
        durationMs,
      })),
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
