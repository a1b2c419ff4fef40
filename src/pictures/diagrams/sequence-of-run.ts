import { type RunStory, registerStep } from "../../run/index.ts";
import type { EventOf, EventType, Participant, StoredEvent } from "../../store/index.ts";
import { checksAsked, personText } from "../declared-words.ts";
import { either, note, partyLine } from "../mermaid/sequence-lines.ts";
import type { RunView } from "../subject.ts";
import { messagesOf } from "./event-messages.ts";
import { partiesOf } from "./parties.ts";
import { workerOf } from "./step-workers.ts";
import { trialLoop } from "./trial-loop.ts";

/** What happened in a run, message by message, as the log has it. */
export function runSequence({ story, events }: RunView, fold: number): string[] {
  return [
    "sequenceDiagram",
    "  autonumber",
    ...partiesOf(story.declaration, partiesOfRun(story)).map(partyLine),
    ...partsOf(events).flatMap((part) => linesOf(part, story, fold)),
    ...afterwards(story),
  ];
}

/** Those of every run, and who did its steps; what is registered is deployed. */
function partiesOfRun({ steps }: RunStory): Participant[] {
  const workers = steps.map(({ step }) => workerOf(step).participant);
  const deployed = workers.includes("registry") ? (["deployment"] as const) : [];
  return [...(["engineer", "data source", "pipeline", "validator"] as const), ...workers, ...deployed];
}

/** Events that are told together: trials of a search, findings of checks, and all that follows a decision of the gates. */
type Part =
  | { readonly kind: "single"; readonly event: StoredEvent }
  | { readonly kind: "trials"; readonly trials: readonly EventOf<"trial.finished">[] }
  | { readonly kind: "checks"; readonly checks: readonly EventOf<"check.decided">[] }
  | { readonly kind: "consequences"; readonly events: readonly StoredEvent[] };

function partsOf(events: readonly StoredEvent[]): Part[] {
  const parts: Part[] = [];
  for (const event of events) {
    const last = parts.at(-1);
    if (event.type === "trial.finished" && last?.kind === "trials") {
      parts[parts.length - 1] = { kind: "trials", trials: [...last.trials, event] };
    } else if (event.type === "trial.finished") parts.push({ kind: "trials", trials: [event] });
    else if (event.type === "check.decided" && last?.kind === "checks") {
      parts[parts.length - 1] = { kind: "checks", checks: [...last.checks, event] };
    } else if (event.type === "check.decided") parts.push({ kind: "checks", checks: [event] });
    else if (isOfRegister(event) && last?.kind === "consequences") {
      parts[parts.length - 1] = { kind: "consequences", events: [...last.events, event] };
    } else if (isOfRegister(event)) parts.push({ kind: "consequences", events: [event] });
    else parts.push({ kind: "single", event });
  }
  return parts;
}

const consequences: ReadonlySet<EventType> = new Set<EventType>([
  "version.registered",
  "version.registeredAgain",
  "alias.moved",
  "alert.raised",
]);

/** What comes of the gates: the step that registers, and all that it says. */
function isOfRegister(event: StoredEvent): boolean {
  if (event.type === "step.started" || event.type === "step.finished" || event.type === "step.failed") {
    return event.body.step === registerStep.name;
  }
  return consequences.has(event.type);
}

function linesOf(part: Part, story: RunStory, fold: number): string[] {
  switch (part.kind) {
    case "single":
      return messagesOf(part.event, story, fold);
    case "trials":
      return trialLoop(
        part.trials.map(({ body }) => body),
        story.declaration,
      );
    case "checks":
      return checkLines(part.checks, story, fold);
    case "consequences":
      return consequenceLines(part.events, story, fold);
  }
}

/** The decision of the checks with the way that was taken; the other one is there, empty, and says so. */
function checkLines(checks: readonly EventOf<"check.decided">[], story: RunStory, fold: number): string[] {
  const lines = checks.slice(0, fold).flatMap((event) => messagesOf(event, story, fold));
  const rest = checks.length - fold;
  const told = rest > 0 ? [...lines, note("validator", [`and ${rest} more checks`])] : lines;
  const hasFailed = checks.some(({ body }) => body.status === "failed");
  if (hasFailed) return eitherWay("a check fails", told, "every check holds", "training would follow", "validator");
  const mayStop = checksAsked(story.declaration).some(({ severity }) => severity === "error");
  return mayStop ? eitherWay("every check holds", told, "a check fails", "the run would stop", "validator") : told;
}

/** What happened, and beside it the other way that it could have gone. */
function eitherWay(when: string, lines: readonly string[], otherwise: string, then: string, to: string): string[] {
  const other = note(["pipeline", to], [`not what happened: ${then}`]);
  return either([
    { when, lines },
    { when: otherwise, lines: [other] },
  ]);
}

function consequenceLines(events: readonly StoredEvent[], story: RunStory, fold: number): string[] {
  const lines = events.flatMap((event) => messagesOf(event, story, fold));
  const refused = "a gate fails, or the evidence is insufficient";
  if (story.gates?.verdict === "pass") {
    const then = `an alert would go to ${personText(story.declaration, "onCall")}`;
    return eitherWay("every gate passes", lines, refused, then, "deployment");
  }
  const why = story.gates?.verdict === "fail" ? "a gate fails" : "the evidence is insufficient";
  return eitherWay(why, lines, "every gate passes", "a version would be registered", "deployment");
}

/** A run that is not over has no last message of its own. */
function afterwards({ row, steps }: RunStory): string[] {
  if (row.status !== "running") return [];
  const at = steps.find(({ status }) => status === "running");
  const where = at === undefined ? "between two steps" : `in step ${at.instance}`;
  return [note("pipeline", [`the log ends here, ${where}`, "run it again and it goes on"])];
}
