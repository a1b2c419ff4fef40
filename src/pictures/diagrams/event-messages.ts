import { intervalText } from "../../evaluation/index.ts";
import { findStepType, type RunStory } from "../../run/index.ts";
import { type EventOf, type EventType, eventDefinitions, type StoredEvent } from "../../store/index.ts";
import { answer, call, failure, job, jobDone, note } from "../mermaid/sequence-lines.ts";
import { metricOf } from "../metric-of.ts";
import { settingText } from "../setting-text.ts";
import { stepTitle } from "../step-state.ts";
import { pictureOfStep } from "../steps/table.ts";
import { count, counted, figure, size, spell } from "../words.ts";
import { type Ends, endsOf } from "./event-ends.ts";
import { ownerNote } from "./owner-note.ts";
import { workerOf } from "./step-workers.ts";

type Row<T extends EventType> = (event: EventOf<T>, ends: Ends, story: RunStory, fold: number) => readonly string[];

/** The messages that an event is drawn as. */
export function messagesOf(event: StoredEvent, story: RunStory, fold: number): string[] {
  const row = messages[event.type] as Row<EventType> | undefined;
  const ends = endsOf(event);
  return row === undefined ? [call(ends.from, ends.to, summaryOf(event))] : [...row(event, ends, story, fold)];
}

function summaryOf({ type }: StoredEvent): string {
  return eventDefinitions.get(type)!.summary;
}

const silent = (): readonly string[] => [];

/** What each kind of event says. One without a row is drawn as its summary: what the log learns can't be left out unseen. */
const messages: { readonly [T in EventType]?: Row<T> } = {
  "run.started": ({ body }, { from, to }) => [
    call(from, to, `run ${body.workflow}`),
    note(to, [
      `set off by ${body.trigger === "manual" ? "hand" : body.trigger}, seed ${body.seed}`,
      ...(body.note === null ? [] : [body.note]),
    ]),
  ],
  "run.resumed": ({ body }, { from, to }) => [call(from, to, `go on with the run: ${body.reason}`)],
  "run.finished": ({ body }, { from, to }, story) =>
    body.status === "succeeded"
      ? [answer(from, to, `the run succeeded: ${outcome(story)}, ${spell(body.durationMs)}`)]
      : body.status === "cancelled"
        ? [failure(from, to, `the run was cancelled after ${spell(body.durationMs)}`)]
        : [failure(from, to, `the run failed: ${body.error?.message ?? "no reason kept"}`)],

  "step.started": ({ body }, ends, story) => stepBegins(body.step, ends, story),
  "step.finished": ({ body }, ends, story, fold) =>
    body.cached ? reused(body, ends, story, fold) : stepEnds(body, ends, story),
  "step.failed": ({ body }, { from, to }) =>
    from === to
      ? [note(from, [`failed: ${body.error.code}`, body.error.message])]
      : [failure(to, from, `failed: ${body.error.message}`)],

  "snapshot.taken": ({ body }, { from, to }) => [
    answer(from, to, `one immutable snapshot: ${counted(body.rows, "row")} × ${counted(body.columns, "column")}`),
  ],
  "check.decided": ({ body }, { from, to }) => {
    const what = body.column === null ? body.check : `${body.check} "${body.column}"`;
    const word = { passed: "holds", warned: "warns", failed: "fails" }[body.status];
    const aside = body.quarantine === null ? "" : `; ${counted(body.failingRows, "row")} kept aside`;
    return [answer(from, to, `${what} ${word}${body.message === "" ? "" : `: ${body.message}`}${aside}`)];
  },
  "split.made": ({ body }, { from, to }) => [
    call(from, to, `split the rows: ${count(body.trainingRows)} to learn from, ${count(body.testRows)} to test on`),
  ],
  "trial.finished": ({ body }, { from }) => [
    call(from, from, `${body.estimator}: ${body.score === null ? "no score" : figure(body.score)}`),
  ],
  "candidate.chosen": ({ body }, { from }) => [
    note(from, [
      `${body.estimator} is best${body.score === null ? "" : `: ${figure(body.score)}`}`,
      settingText(body.params),
      body.baselineScore === null ? "" : `the baseline reaches ${figure(body.baselineScore)}`,
    ]),
  ],
  "fit.resumed": ({ body }, { from }) => [
    note(from, [`the fit of ${body.estimator} goes on from its last checkpoint`]),
  ],
  "model.fitted": ({ body }, { from, to }) => [
    jobDone(from, to, `the model: ${body.estimator}, ${size(body.sizeBytes)}, ${body.digest.slice(0, 19)}`),
  ],
  "model.evaluated": ({ body }, { from, to }, story) => {
    const { name, label } = metricOf(story.declaration);
    const measured = body.metrics[name];
    const value = measured?.value == null ? "nothing to measure it by" : intervalText(measured, null).interval;
    return [answer(from, to, `${label} ${value} on ${counted(body.rows, "test row")}`)];
  },
  "gate.decided": ({ body }, { from, to }) => {
    const word = { pass: "passes", fail: "fails", insufficient: "lacks evidence" }[body.verdict];
    return [answer(from, to, `gate ${body.gate} ${word}: ${body.reason}`)];
  },
  "version.registered": ({ body }, { from, to }) => [
    call(from, to, `register the version ${body.model}@${body.version}`),
  ],
  "version.registeredAgain": ({ body }, { from, to }) => [
    call(from, to, `the same model as ${body.model}@${body.version}: no new version`),
  ],
  "alias.moved": ({ body }, { from, to }) => {
    const before = body.previous === null ? "" : `, before that at version ${body.previous}`;
    return [call(from, to, `deploy: alias ${body.alias} moves to version ${body.version}${before}`)];
  },
  "alert.raised": ({ body }, { from, to }) => [
    call(from, to, `alert${body.to === null ? "" : ` for ${body.to}`}: ${body.title}`),
    note(to, body.text.split("\n").slice(0, 6)),
  ],
  "feedback.given": ({ body, actor }, { to }) => [
    note(to, [`${actor.name} rates ${body.phase} ${body.score} of 5`, body.text]),
  ],
  // What happens beside the runs: a server's life, the home's own housekeeping, and its log.
  "server.started": silent,
  "server.stopped": silent,
  "store.collected": silent,
  "home.migrated": silent,
  "log.checkpointed": silent,
  "event.redacted": silent,
};

function stepBegins(step: string, { from, to }: Ends, { declaration }: RunStory): string[] {
  const { isJob, ask, opens } = workerOf(step);
  const type = findStepType(step);
  const owner = opens && type !== undefined ? [ownerNote(declaration, type, ["source", "pipeline"])] : [];
  if (ask === null) return owner;
  const send = isJob ? job : call;
  return [...owner, send(from, to, ask)];
}

type StepEnd = EventOf<"step.finished">["body"];

/** Steps whose last event says what came of them need no other end. */
function stepEnds({ step, durationMs }: StepEnd, ends: Ends, story: RunStory): string[] {
  const type = findStepType(step);
  return type === undefined ? [] : (pictureOfStep(type).ended?.(story, ends, durationMs) ?? []);
}

/** A step that wasn't done again: what it had come to, and why that still holds. */
function reused({ instance, step, why }: StepEnd, { from }: Ends, story: RunStory, fold: number): string[] {
  const type = findStepType(step);
  const picture = type === undefined ? undefined : pictureOfStep(type);
  if (picture?.isQuiet === true) return [];
  const found = picture?.found?.(story, fold) ?? [];
  return [note(from, [`${stepTitle({ instance, step })}: reused`, ...found, why.text])];
}

function outcome({ registration, gates }: RunStory): string {
  const model = registration?.model;
  if (model != null) return `${model.name}@${model.version}`;
  return gates?.verdict === "fail" ? "not accepted" : "no version";
}
