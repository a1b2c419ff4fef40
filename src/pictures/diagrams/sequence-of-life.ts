import type { StoredEvent } from "../../store/index.ts";
import { answer, call, failure, job, loop, note, partyLine } from "../mermaid/sequence-lines.ts";
import type { LifeRun, LifeWith, Subject } from "../subject.ts";
import { counted, instant } from "../words.ts";
import { endsOf } from "./event-ends.ts";
import { partiesOf } from "./parties.ts";

/** A model's life, a message for each thing that changed what runs or who was told; older runs are counted. */
export function lifeSequence(life: LifeWith<"newest">, { declaration }: Subject, fold: number): string[] {
  const { runs } = life;
  const shown = new Set(runs.slice(-fold).map(({ id }) => id));
  const older = runs.slice(0, Math.max(0, runs.length - fold));
  const beside = [...life.imports, ...life.moves, ...life.feedback].filter(({ run }) => run === null);
  const within = life.newest.filter(({ run }) => run !== null && shown.has(run));
  const telling = [...within, ...beside].sort((a, b) => a.seq - b.seq);
  return [
    "sequenceDiagram",
    "  autonumber",
    ...partiesOf(declaration, ["stakeholder", "engineer", "pipeline", "validator", "registry", "deployment"]).map(
      partyLine,
    ),
    ...(older.length === 0 ? [] : [note(["engineer", "deployment"], olderRuns(older))]),
    ...inLoops(telling, runs),
  ];
}

function olderRuns(older: readonly LifeRun[]): string[] {
  const passed = older.filter(({ verdict }) => verdict === "pass").length;
  const failed = older.filter(({ status }) => status === "failed").length;
  return [
    `${counted(older.length, "earlier run")}, from ${instant(older[0]!.started_at)}`,
    `${passed} passed, ${failed} failed`,
  ];
}

/** Runs that nobody set off by hand are the retraining loop: those in a row are drawn within one. */
function inLoops(events: readonly StoredEvent[], runs: readonly LifeRun[]): string[] {
  const triggers = new Map(runs.map(({ id, trigger }) => [id, trigger]));
  const isRetraining = ({ run }: StoredEvent): boolean => run !== null && (triggers.get(run) ?? "manual") !== "manual";
  const lines: string[] = [];
  for (let i = 0; i < events.length; ) {
    let to = i + 1;
    while (to < events.length && isRetraining(events[to]!) === isRetraining(events[i]!)) to++;
    const part = events.slice(i, to).flatMap(messageOf);
    lines.push(...(isRetraining(events[i]!) && part.length > 0 ? loop("retraining", part) : part));
    i = to;
  }
  return lines;
}

function messageOf(event: StoredEvent): string[] {
  const { from, to } = endsOf(event);
  switch (event.type) {
    case "run.started": {
      const { trigger, note: remark } = event.body;
      const text = `${instant(event.at)}: run ${event.run}${remark === null ? "" : `, ${remark}`}`;
      return [trigger === "manual" ? call(from, to, text) : job(from, to, `${text} (${trigger})`)];
    }
    case "run.resumed":
      return [call(from, to, "go on with the run")];
    case "run.finished":
      return event.body.status === "succeeded"
        ? []
        : [failure(from, to, `the run ${event.body.status}: ${event.body.error?.message ?? "it was stopped"}`)];
    case "check.decided":
      return event.body.status === "failed"
        ? [answer(from, to, `check ${event.body.check} fails: ${event.body.message}`)]
        : [];
    case "gate.decided":
      return event.body.verdict === "pass" ? [] : [answer(from, to, `gate ${event.body.gate}: ${event.body.reason}`)];
    case "version.registered":
      return [call(from, to, `register version ${event.body.version}`)];
    case "model.imported":
      return [call(from, to, `import ${event.body.file} as version ${event.body.version}`)];
    case "alias.moved": {
      const { alias, version, previous, reason } = event.body;
      const word = previous !== null && version < previous ? "roll back" : "deploy";
      return [call(from, to, `${word}: ${alias} moves to version ${version} (${reason})`)];
    }
    case "alert.raised":
      return [call(from, to, `alert: ${event.body.title}`)];
    case "feedback.given":
      return [
        call(from, to, `${event.actor.name} rates ${event.body.phase} ${event.body.score} of 5: ${event.body.text}`),
      ];
    default:
      return [];
  }
}
