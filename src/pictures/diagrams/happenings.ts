import type { PortableSpec } from "../../workflow/index.ts";
import { roleTitle } from "../declared-words.ts";
import { type EventOf, eventsOf } from "../events-of.ts";
import type { FailedCheck, LifeVersion, Stretch } from "../subject.ts";
import { isRollback } from "../version-life.ts";
import { counted } from "../words.ts";
import { type Happening, mostTold, runHappening } from "./run-happening.ts";

/**
 * What is worth telling of a stretch of a life, sort by sort: runs, versions, champions, rollbacks, incidents, words of people.
 * @param scores the problem's metric, by run
 */
export function happeningsOf(stretch: Stretch, scores: ReadonlyMap<string, number>, spec: PortableSpec): Happening[] {
  const { incidents, failedChecks, versions, moves, feedback } = stretch;
  return [
    runHappening(stretch, scores, spec),
    checks(failedChecks),
    alerts(eventsOf(incidents, "alert.raised")),
    registrations(versions),
    rollbacks(moves.filter(isRollback)),
    aliases(moves.filter((move) => !isRollback(move))),
    words(feedback),
  ];
}

function registrations(versions: readonly LifeVersion[]): Happening {
  return {
    count: versions.length,
    lines: () =>
      versions.map(({ version, run }) => `version ${version} is ${run === null ? "imported" : "registered"}`),
    folded: () => `versions ${versions[0]?.version} to ${versions.at(-1)?.version} are registered`,
  };
}

function checks(failed: readonly FailedCheck[]): Happening {
  return {
    count: failed.length,
    lines: () =>
      failed.map(({ check, column, failingRows }) => {
        const rows = failingRows === 0 ? "" : `, ${counted(failingRows, "row")} at fault`;
        return `check ${check}${column === null ? "" : ` of ${column}`} fails${rows}`;
      }),
    folded: () => `${counted(failed.length, "check")} failed`,
  };
}

function alerts(raised: readonly EventOf<"alert.raised">[]): Happening {
  return {
    count: raised.length,
    lines: () => raised.map(({ body: { title, to } }) => `alert${to === null ? "" : ` to ${to}`}, ${title}`),
    folded: () => `${counted(raised.length, "alert")}, the last ${raised.at(-1)?.body.title}`,
  };
}

function rollbacks(moves: readonly EventOf<"alias.moved">[]): Happening {
  const last = moves.at(-1)?.body;
  return {
    count: moves.length,
    lines: () =>
      moves.map(
        ({ body }) => `ROLLBACK of ${body.alias} from version ${body.previous} to ${body.version}, ${body.reason}`,
      ),
    folded: () => `${counted(moves.length, "ROLLBACK")}, the last to version ${last?.version}, ${last?.reason}`,
  };
}

/** The aliases that a version got at once are one line. */
function aliases(moves: readonly EventOf<"alias.moved">[]): Happening {
  const together = new Map<string, { readonly body: EventOf<"alias.moved">["body"]; readonly aliases: string[] }>();
  for (const { body, run } of moves) {
    const key = `${body.version} ${run} ${body.reason}`;
    const known = together.get(key);
    if (known === undefined) together.set(key, { body, aliases: [body.alias] });
    else known.aliases.push(body.alias);
    if (together.size > mostTold) break;
  }
  const last = moves.at(-1)?.body;
  return {
    count: together.size,
    lines: () =>
      [...together.values()].map(
        ({ body, aliases }) => `version ${body.version} becomes ${aliases.join(" and ")}, ${plain(body.reason)}`,
      ),
    folded: () => `${counted(moves.length, "move")} of aliases, at last ${last?.alias} to version ${last?.version}`,
  };
}

/** A run's own reason names the run, which is told beside it. */
function plain(reason: string): string {
  return reason.replace(/^every gate of run \S+ passed$/, "every gate passed");
}

function words(given: readonly EventOf<"feedback.given">[]): Happening {
  return {
    count: given.length,
    lines: () =>
      given.map(({ actor, body: { phase, role, score, text } }) => {
        const who = role === null ? actor.name : `${actor.name} (${roleTitle(role)})`;
        return `${who} gives ${phase} ${score} of 5${text === "" ? "" : `, “${text}”`}`;
      }),
    folded: () => {
      const mean = given.reduce((sum, { body }) => sum + body.score, 0) / given.length;
      return `${counted(given.length, "voice")} on the work, ${Number(mean.toFixed(1))} of 5 on average`;
    },
  };
}
