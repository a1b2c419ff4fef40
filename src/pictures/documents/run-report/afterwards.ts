import type { StoredEvent } from "../../../store/index.ts";
import type { RunView, Subject } from "../../subject.ts";
import { instant } from "../../words.ts";
import {
  callout,
  facts,
  fixed,
  heading,
  muted,
  paragraph,
  type Section,
  section,
  table,
  type Words,
} from "../document.ts";
import { pictureOf } from "../picture-block.ts";

/** What became of it: version, aliases that moved to it, who was told, what people said, and who spoke to whom. */
export function afterwards({ story, events }: RunView, subject: Subject): Section | null {
  const { registration, alerts } = story;
  const model = registration?.model ?? null;
  const moves = model === null ? [] : movesOf(subject, model.version);
  return section("afterwards", "What became of it", [
    registration === null ? paragraph("The run came to no decision on a version.") : null,
    registration !== null && model === null ? callout("open", "No version was registered and no alias moved.") : null,
    model === null
      ? null
      : facts([
          ["Version", fixed(`${model.name}@${model.version}`)],
          ["Given the aliases", registration!.aliases.join(", ") || muted("none")],
          ["Holds them today", aliasesToday(subject, model.version)],
          ["Digest", fixed(model.digest)],
          ["Decided by", actorsOf(events)],
        ]),
    moves.length === 0 ? null : heading("How aliases moved"),
    table(["When (UTC)", "Alias", "From", "To", "By", "Why"], moves),
    alerts.length === 0 ? null : heading("Who was told"),
    table(
      ["When (UTC)", "Severity", "To", "What"],
      alerts.map(({ at, severity, recipient, title, text }) => [
        instant(at),
        severity,
        recipient ?? "everyone",
        alertWords(title, text),
      ]),
    ),
    ...saidOf(events),
    heading("Who spoke to whom"),
    pictureOf(subject, "run", "sequence"),
  ]);
}

function alertWords(title: string, text: string): string {
  return text === "" || text === title ? title : `${title}: ${text}`;
}

/** Rows of the moves of an alias to or from a version; of all versions where none is given. */
export function movesOf({ life }: Pick<Subject, "life">, version: number | null): readonly (readonly Words[])[] {
  return (life?.moves ?? []).flatMap((event) => {
    const { alias, previous, version: to, reason } = event.body;
    if (version !== null && to !== version && previous !== version) return [];
    return [
      [
        instant(event.at),
        fixed(alias),
        previous === null ? muted("nothing") : `version ${previous}`,
        `version ${to}`,
        event.actor.name,
        reason,
      ],
    ];
  });
}

function aliasesToday({ life }: Subject, version: number): Words {
  const held = (life?.aliases ?? []).filter((alias) => alias.version === version).map(({ alias }) => alias);
  return held.length === 0 ? muted("none") : held.join(", ");
}

function actorsOf(events: readonly StoredEvent[]): string {
  const actors = events.flatMap((event) => (event.type === "version.registered" ? [event.actor.name] : []));
  return actors.length === 0 ? "the gates" : `the gates, in a run that ${[...new Set(actors)].join(", ")} started`;
}

/** What people said of the work, as a table with its heading. */
export function saidOf(events: readonly StoredEvent[]) {
  const rows = events.flatMap((event): (readonly Words[])[] =>
    event.type === "feedback.given"
      ? [
          [
            instant(event.at),
            event.actor.name,
            event.body.role ?? "",
            event.body.phase,
            `${event.body.score} of 5`,
            event.body.text,
          ],
        ]
      : [],
  );
  return rows.length === 0
    ? []
    : [heading("What people said"), table(["When (UTC)", "Who", "Role", "Of", "Score>", "In their words"], rows)];
}
