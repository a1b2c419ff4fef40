import type { StoredEvent } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { roleTitle } from "../declared-words.ts";
import type { LifeView } from "../subject.ts";
import { type EventOf, eventsOf, isRollback } from "../version-life.ts";
import { counted } from "../words.ts";
import { type Happening, runHappening } from "./run-happening.ts";

/** What is worth telling of some events of a life, sort by sort: runs, versions, champions, rollbacks, incidents, words of people. */
export function happeningsOf(life: LifeView, spec: PortableSpec, events: readonly StoredEvent[]): Happening[] {
  const moves = eventsOf(events, "alias.moved");
  const versions = eventsOf(events, "version.registered");
  return [
    runHappening(life, spec, events),
    checks(eventsOf(events, "check.decided")),
    alerts(eventsOf(events, "alert.raised")),
    {
      lines: versions.map(({ body }) => `version ${body.version} is registered`),
      folded: `versions ${versions[0]?.body.version} to ${versions.at(-1)?.body.version} are registered`,
    },
    rollbacks(moves.filter(isRollback)),
    aliases(moves.filter((move) => !isRollback(move))),
    words(eventsOf(events, "feedback.given")),
  ];
}

function checks(decided: readonly EventOf<"check.decided">[]): Happening {
  const failed = decided.filter(({ body }) => body.status === "failed");
  return {
    lines: failed.map(({ body: { check, column, failingRows } }) => {
      const rows = failingRows === 0 ? "" : `, ${counted(failingRows, "row")} at fault`;
      return `check ${check}${column === null ? "" : ` of ${column}`} fails${rows}`;
    }),
    folded: `${counted(failed.length, "check")} failed`,
  };
}

function alerts(raised: readonly EventOf<"alert.raised">[]): Happening {
  return {
    lines: raised.map(({ body: { title, to } }) => `alert${to === null ? "" : ` to ${to}`}, ${title}`),
    folded: `${counted(raised.length, "alert")}, the last ${raised.at(-1)?.body.title}`,
  };
}

function rollbacks(moves: readonly EventOf<"alias.moved">[]): Happening {
  const last = moves.at(-1)?.body;
  return {
    lines: moves.map(
      ({ body }) => `ROLLBACK of ${body.alias} from version ${body.previous} to ${body.version}, ${body.reason}`,
    ),
    folded: `${counted(moves.length, "ROLLBACK")}, the last to version ${last?.version}, ${last?.reason}`,
  };
}

/** The aliases that a version got at once are one line. */
function aliases(moves: readonly EventOf<"alias.moved">[]): Happening {
  const together = new Map<string, EventOf<"alias.moved">["body"] & { aliases: string[] }>();
  for (const { body, run } of moves) {
    const key = JSON.stringify([body.version, body.reason, run]);
    const found = together.get(key) ?? { ...body, aliases: [] };
    found.aliases.push(body.alias);
    together.set(key, found);
  }
  const last = moves.at(-1)?.body;
  return {
    lines: [...together.values()].map(
      ({ aliases, version, reason }) => `version ${version} becomes ${aliases.join(" and ")}, ${plain(reason)}`,
    ),
    folded: `${counted(moves.length, "move")} of aliases, at last ${last?.alias} to version ${last?.version}`,
  };
}

/** A run's own reason names the run, which stands beside it. */
function plain(reason: string): string {
  return reason.replace(/^every gate of run \S+ passed$/, "every gate passed");
}

function words(given: readonly EventOf<"feedback.given">[]): Happening {
  const mean = given.reduce((sum, { body }) => sum + body.score, 0) / given.length;
  return {
    lines: given.map(({ actor, body: { phase, role, score, text } }) => {
      const who = role === null ? actor : `${actor} (${roleTitle(role)})`;
      return `${who} gives ${phase} ${score} of 5${text === "" ? "" : `, “${text}”`}`;
    }),
    folded: `${counted(given.length, "voice")} on the work, ${Number(mean.toFixed(1))} of 5 on average`,
  };
}
