import { Cron } from "croner";
import { listNames, suggestion } from "../../../errors/index.ts";
import { durationMs } from "../../duration.ts";
import { roles } from "../../roles.ts";
import type { DeclarationPath } from "../locate.ts";
import type { LintInput, Rule } from "../rule.ts";

/** Rules on what happens after a model is registered: rollout, monitoring, schedule. */
export const durationsReadable: Rule = {
  name: "durations-readable",
  severity: "error",
  summary: "`rollout.shadow`, `monitor.window` and `monitor.labels.delay` are durations: a number with a unit.",
  example: {
    code: 'monitor: { window: "1 day" }',
    message: 'monitor.window is "1 day"; a duration is a number with a unit (ms, s, m, h, d, w).',
  },
  *check({ spec: { rollout, monitor }, locate }) {
    const durations: readonly (readonly [DeclarationPath, string | undefined])[] = [
      [["rollout", "shadow"], rollout?.shadow],
      [["monitor", "window"], monitor?.window],
      [["monitor", "labels", "delay"], monitor?.labels?.delay],
    ];
    for (const [path, text] of durations) {
      if (text === undefined || durationMs(text) !== undefined) continue;
      yield {
        message: `${path.join(".")} is "${text}"; a duration is a number with a unit (ms, s, m, h, d, w).`,
        fix: 'Write "30m", "2h" or "1d".',
        at: locate(path),
      };
    }
  },
};

export const monitorWindow: Rule = {
  name: "monitor-window",
  severity: "error",
  summary: "Monitoring says over how long a window it measures.",
  example: { code: 'monitor: { labels: { delay: "7d" } }', message: "monitor has no window." },
  *check({ spec: { monitor }, locate }) {
    if (monitor === undefined || typeof monitor.window === "string") return;
    yield { message: "monitor has no window.", fix: 'Write monitor: { window: "1d" }.', at: locate(["monitor"]) };
  },
};

export const approvalPerson: Rule = {
  name: "approval-person",
  severity: "error",
  summary: "The role that must approve is a role, and has a person.",
  example: {
    code: 'rollout: { approval: "gatekeeper" }',
    message: "rollout.approval waits for the gatekeeper, but problem.people names none.",
  },
  *check({ spec: { rollout, problem }, locate }) {
    const role = rollout?.approval;
    if (role === undefined) return;
    const at = locate(["rollout", "approval"]);
    if (!roles.includes(role)) {
      const message = `rollout.approval is "${role}", which is no role.${suggestion(role, roles)} Roles: ${listNames(roles)}.`;
      yield { message, fix: "Use one of the roles listed.", at };
    } else if (!Object.hasOwn(problem.people, role)) {
      const message = `rollout.approval waits for the ${role}, but problem.people names none.`;
      yield { message, fix: `Write problem.people: { ${role}: NAME }.`, at };
    }
  },
};

export const canarySteps: Rule = {
  name: "canary-steps",
  severity: "error",
  summary: "`rollout.canary` is percents of traffic that rise to 100.",
  example: {
    code: "rollout: { canary: [5, 50, 25, 100] }",
    message: "rollout.canary goes from 50 to 25; each step must be larger than the one before.",
  },
  *check({ spec: { rollout }, locate }) {
    const steps = rollout?.canary;
    if (steps === undefined) return;
    const at = locate(["rollout", "canary"]);
    const fix = "Write rising percents, like canary: [5, 25, 100].";
    if (steps.length === 0) yield { message: "rollout.canary is empty.", fix, at };
    for (const [index, percent] of steps.entries()) {
      const before = steps[index - 1];
      if (!(percent > 0 && percent <= 100)) {
        yield { message: `rollout.canary has a step of ${percent}; it is a percent, above 0 and up to 100.`, fix, at };
      } else if (before !== undefined && percent <= before) {
        const message = `rollout.canary goes from ${before} to ${percent}; each step must be larger than the one before.`;
        yield { message, fix, at };
      }
    }
  },
};

export const canaryEnd: Rule = {
  name: "canary-end",
  severity: "warning",
  summary: "The last step of a canary is all of the traffic.",
  example: {
    code: "rollout: { canary: [5, 25] }",
    message: "rollout.canary ends at 25 %; the rest of the traffic stays with the old model until it is promoted.",
  },
  *check({ spec: { rollout }, locate }) {
    const last = rollout?.canary?.at(-1);
    if (last === undefined || last >= 100 || !(last > 0)) return;
    yield {
      message: `rollout.canary ends at ${last} %; the rest of the traffic stays with the old model until it is promoted.`,
      fix: "Add a last step of 100.",
      at: locate(["rollout", "canary"]),
    };
  },
};

export const scheduleCron: Rule = {
  name: "schedule-cron",
  severity: "error",
  summary: "`schedule` is a cron pattern that has a next time.",
  example: {
    code: 'schedule: "every night"',
    message: 'schedule "every night" is no cron pattern',
  },
  *check({ spec: { schedule }, locate }: LintInput) {
    if (schedule === undefined) return;
    const fault = cronFault(schedule);
    if (fault === undefined) return;
    yield {
      message: `schedule "${schedule}" ${fault}`,
      fix: 'Write minute, hour, day, month and weekday: "0 3 * * *" is every night at three.',
      at: locate(["schedule"]),
    };
  },
};

function cronFault(pattern: string): string | undefined {
  try {
    // A fixed day, so that lint says the same today and tomorrow.
    const next = new Cron(pattern, { paused: true, timezone: "UTC" }).nextRun(new Date("2024-01-01T00:00:00Z"));
    return next === null ? "never comes." : undefined;
  } catch (error) {
    return `is no cron pattern: ${(error as Error).message}`;
  }
}
