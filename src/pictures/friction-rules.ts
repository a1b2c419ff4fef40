import type { PeopleSpec } from "../workflow/index.ts";
import type { PhaseFacts } from "./friction-facts.ts";
import { counted } from "./words.ts";

/** A role: a key of the people. */
export type Role = keyof PeopleSpec;

/** Why a score is what it is: points taken (negative) or given, on whom they weigh, and the reason. */
export interface Finding {
  readonly points: number;
  readonly reason: string;
  /** Null: on everyone in the phase. */
  readonly roles: readonly Role[] | null;
}

/**
 * The formula of friction, all of it. A rule takes at most as many points as it says: t troubled runs beside c that went
 * through without any cost t / (t + c) of them, so that one more trouble never raises a score. Alerts and rollbacks cost by
 * their number, up to a limit.
 */
export const frictionRules: readonly ((facts: PhaseFacts) => Finding | null)[] = [
  ({ failed, clean }) => shareOf(failed, clean, 4, "failed here"),
  ({ stopped, clean }) => shareOf(stopped, clean, 3, "stopped by a check"),
  ({ refused, clean }) => shareOf(refused, clean, 4, "refused by a gate", ["dataScientist"]),
  ({ undecided, clean }) => shareOf(undecided, clean, 3, "left undecided for too little evidence"),
  ({ resumed, clean }) => shareOf(resumed, clean, 2, "interrupted and resumed"),
  ({ warned, clean }) => shareOf(warned, clean, 1, "warned of by a check"),
  ({ failedTrials, scoredTrials }) =>
    failedTrials === 0
      ? null
      : {
          points: (-2 * failedTrials) / (failedTrials + scoredTrials),
          reason: `${failedTrials} of ${counted(failedTrials + scoredTrials, "trial")} without a score`,
          roles: ["dataScientist"],
        },
  ({ alerts }) => byNumber(alerts, 0.5, "alert", ["onCall"]),
  ({ rollbacks }) => byNumber(rollbacks, 1, "rollback"),
  ({ timeShare }) =>
    timeShare === null || timeShare <= 0.5
      ? null
      : {
          points: -2 * (timeShare - 0.5),
          reason: `${Math.round(100 * timeShare)} % of a run's working time`,
          roles: ["dataScientist", "dataEngineer"],
        },
  // Relief: what hasn't changed isn't done again.
  ({ reused, done }) =>
    reused === 0
      ? null
      : {
          points: (0.5 * reused) / (reused + done),
          reason: `${reused} of ${counted(reused + done, "step")} reused`,
          roles: null,
        },
];

const mostByNumber = 3;

function shareOf(
  troubled: number,
  clean: number,
  points: number,
  what: string,
  roles: Finding["roles"] = null,
): Finding | null {
  if (troubled === 0) return null;
  return {
    points: (-points * troubled) / (troubled + clean),
    reason: `${troubled} of ${counted(troubled + clean, "run")} ${what}`,
    roles,
  };
}

function byNumber(number: number, points: number, noun: string, roles: Finding["roles"] = null): Finding | null {
  return number === 0
    ? null
    : { points: -Math.min(mostByNumber, points * number), reason: counted(number, noun), roles };
}
