import { intervalText, metricLabel } from "../../evaluation/index.ts";
import { type RunStory, steps } from "../../run/index.ts";
import type { EventType, StoredEvent } from "../../store/index.ts";
import { answer, call, failure, job, jobDone, note } from "../mermaid/sequence-lines.ts";
import { settingText } from "../setting-text.ts";
import { count, counted, figure, folded, size, spell } from "../words.ts";
import { ownerNote } from "./owner-note.ts";
import { workerOf } from "./step-workers.ts";

type EventOf<T extends EventType> = Extract<StoredEvent, { readonly type: T }>;
type Messages = { readonly [T in EventType]: (event: EventOf<T>, story: RunStory, fold: number) => readonly string[] };

/** The messages that an event is drawn as. */
export function messagesOf(event: StoredEvent, story: RunStory, fold: number): string[] {
  const draw = messages[event.type] as (event: StoredEvent, story: RunStory, fold: number) => readonly string[];
  return [...draw(event, story, fold)];
}

/** A row for every kind of event, so that what the log learns to say can't be left out of the picture unseen. */
const messages: Messages = {
  "run.started": ({ body }) => [
    call("engineer", "pipeline", `run ${body.workflow}`),
    note("pipeline", [
      `set off by ${body.trigger === "manual" ? "hand" : body.trigger}, seed ${body.seed}`,
      ...(body.note === null ? [] : [body.note]),
    ]),
  ],
  "run.resumed": ({ body }) => [call("engineer", "pipeline", `go on with the run: ${body.reason}`)],
  "run.finished": ({ body }, story) =>
    body.status === "succeeded"
      ? [answer("pipeline", "engineer", `the run succeeded: ${outcome(story)}, ${spell(body.durationMs)}`)]
      : body.status === "cancelled"
        ? [failure("pipeline", "engineer", `the run was cancelled after ${spell(body.durationMs)}`)]
        : [failure("pipeline", "engineer", `the run failed: ${body.error?.message ?? "no reason kept"}`)],

  "step.started": ({ body }, story) => stepBegins(body.step, story),
  "step.finished": ({ body }, story, fold) =>
    body.cached ? reused(body.step, body.why.text, story, fold) : stepEnds(body.step, body.durationMs, story),
  "step.failed": ({ body }) => {
    const { worker } = workerOf(body.step);
    return worker === "pipeline"
      ? [note("pipeline", [`failed: ${body.error.code}`, body.error.message])]
      : [failure(worker, "pipeline", `failed: ${body.error.message}`)];
  },

  "snapshot.taken": ({ body }) => [
    answer(
      "source",
      "pipeline",
      `one immutable snapshot: ${counted(body.rows, "row")} × ${counted(body.columns, "column")}`,
    ),
  ],
  "check.decided": ({ body }) => {
    const what = body.column === null ? body.check : `${body.check} "${body.column}"`;
    const word = { passed: "holds", warned: "warns", failed: "fails" }[body.status];
    const aside = body.quarantine === null ? "" : `; ${counted(body.failingRows, "row")} kept aside`;
    return [
      answer("validator", "pipeline", `${what} ${word}${body.message === "" ? "" : `: ${body.message}`}${aside}`),
    ];
  },
  "split.made": ({ body }) => [
    call(
      "pipeline",
      "pipeline",
      `split the rows: ${count(body.trainingRows)} to learn from, ${count(body.testRows)} to test on`,
    ),
  ],
  "trial.finished": ({ body }) => [
    call("trainer", "trainer", `${body.estimator}: ${body.score === null ? "no score" : figure(body.score)}`),
  ],
  "candidate.chosen": ({ body }) => [
    note("trainer", [
      `${body.estimator} is best${body.score === null ? "" : `: ${figure(body.score)}`}`,
      settingText(body.params),
      body.baselineScore === null ? "" : `the baseline reaches ${figure(body.baselineScore)}`,
    ]),
  ],
  "fit.resumed": ({ body }) => [note("trainer", [`the fit of ${body.estimator} goes on from its last checkpoint`])],
  "model.fitted": ({ body }) => [
    jobDone(
      "trainer",
      "pipeline",
      `the model: ${body.estimator}, ${size(body.sizeBytes)}, ${body.digest.slice(0, 19)}`,
    ),
  ],
  "model.evaluated": ({ body }, story) => {
    const { metric } = story.declaration.problem;
    const measured = body.metrics[metric];
    const value = measured?.value == null ? "nothing to measure it by" : intervalText(measured, null).interval;
    return [answer("validator", "pipeline", `${metricLabel(metric)} ${value} on ${counted(body.rows, "test row")}`)];
  },
  "gate.decided": ({ body }) => {
    const word = { pass: "passes", fail: "fails", insufficient: "lacks evidence" }[body.verdict];
    return [answer("validator", "pipeline", `gate ${body.gate} ${word}: ${body.reason}`)];
  },
  "version.registered": ({ body }) => [
    call("validator", "registry", `register the version ${body.model}@${body.version}`),
  ],
  "alias.moved": ({ body }) => {
    const before = body.previous === null ? "" : `, before that at version ${body.previous}`;
    return [call("registry", "deployment", `deploy: alias ${body.alias} moves to version ${body.version}${before}`)];
  },
  "alert.raised": ({ body }) => [
    call("validator", "engineer", `alert${body.to === null ? "" : ` for ${body.to}`}: ${body.title}`),
    note("engineer", body.text.split("\n").slice(0, 6)),
  ],
  "feedback.given": ({ body, actor }) => [
    note("engineer", [`${actor} rates ${body.phase} ${body.score} of 5`, body.text]),
  ],
  // What happens beside the runs: a server's life and the home's own housekeeping.
  "server.started": () => [],
  "server.stopped": () => [],
  "store.collected": () => [],
};

function stepBegins(step: string, { declaration }: RunStory): string[] {
  const { worker, isJob, ask, opens } = workerOf(step);
  const owner = opens ? [ownerNote(declaration, step, ["source", "pipeline"])] : [];
  if (ask === null) return owner;
  const send = isJob ? job : call;
  return [...owner, send("pipeline", worker === "pipeline" ? "pipeline" : worker, ask)];
}

/** Steps whose last event says what came of them need no other end. */
function stepEnds(step: string, durationMs: number, story: RunStory): string[] {
  if (step === "train") {
    const settings = counted(story.leaderboard?.trials.length ?? 0, "setting");
    return [jobDone("trainer", "pipeline", `the leaderboard: ${settings} in ${spell(durationMs)}`)];
  }
  return [];
}

/** A step that wasn't done again: what it had come to, and why that still holds. */
function reused(step: string, why: string, story: RunStory, fold: number): string[] {
  const { title } = steps.find(({ name }) => name === step)!;
  return [note("pipeline", [`${title}: reused`, ...found(step, story, fold), why])];
}

function found(step: string, story: RunStory, fold: number): string[] {
  switch (step) {
    case "snapshot":
      return story.manifest === null ? [] : [counted(story.manifest.rows, "row")];
    case "train":
      return [counted(story.leaderboard?.trials.length ?? 0, "setting")];
    case "gate":
      return folded(story.gates?.decisions ?? [], fold, ({ gate, verdict }) => `${gate}: ${verdict}`, "gate");
    default:
      return [];
  }
}

function outcome({ registration, gates }: RunStory): string {
  const model = registration?.model;
  if (model != null) return `${model.name}@${model.version}`;
  return gates?.verdict === "fail" ? "not accepted" : "no version";
}
