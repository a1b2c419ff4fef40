import type { DrawnParticipant } from "./drawing.ts";
import type { Hearing } from "./hearing.ts";
import type { PartKind } from "./parts.ts";
import { durationIn, estimatorsIn, percentsIn, searchIn, testShareIn } from "./read-amounts.ts";
import { periodOf, scheduleIn } from "./read-schedule.ts";
import type { Said, Sketch } from "./sketch.ts";
import type { Told } from "./telling.ts";

type Amounts = Pick<
  Sketch,
  "schedule" | "canary" | "shadow" | "window" | "labelDelay" | "trials" | "folds" | "testShare" | "estimators"
>;

const watching: readonly PartKind[] = ["monitor", "drift", "labels", "serve"];
/** What stands beside watching and isn't a run: deciding on one. */
const besideWatching: readonly PartKind[] = [...watching, "retrain", "alert", "notify", "rollback"];

/** The numbers, times and algorithms that a drawing names. */
export function saidOf(told: readonly Told[], hearing: Hearing, participants: readonly DrawnParticipant[]): Amounts {
  const partsOf = partsByTold(hearing);
  return {
    ...timesOf(told, partsOf, hearing),
    canary: canaryOf(told, partsOf),
    shadow: firstSaid(told, "shadow", partsOf, durationIn),
    labelDelay: firstSaid(told, "labels", partsOf, delayIn),
    trials: anywhere(told, (text) => searchIn(text).trials),
    folds: anywhere(told, (text) => searchIn(text).folds),
    testShare: firstSaid(told, "split", partsOf, testShareIn),
    estimators: estimatorsOf(told, participants),
  };
}

/** Parts of every utterance; of a loop, the parts that it holds. */
function partsByTold({ heard }: Hearing): Map<Told, PartKind[]> {
  const parts = new Map<Told, PartKind[]>();
  const add = (told: Told, part: PartKind) => parts.set(told, [...(parts.get(told) ?? []), part]);
  for (const { told, part } of heard) {
    add(told, part);
    for (const at of told.place) if (at.within === "loop") add(at.loop, part);
  }
  return parts;
}

/** A time beside training is the schedule, a time beside monitoring alone is its window. */
function timesOf(told: readonly Told[], partsOf: ReadonlyMap<Told, readonly PartKind[]>, hearing: Hearing) {
  let schedule: Said<string> | null = null;
  let window: Said<string> | null = null;
  for (const one of told) {
    const found = scheduleIn(one.text);
    if (found === undefined) continue;
    const { line, text } = one;
    const parts = partsOf.get(one) ?? [];
    const isNoteOfMonitor = one.type === "utterance" && one.kind === "note" && hearing.roleOf(one).from === "monitor";
    const isWatched =
      isNoteOfMonitor ||
      (parts.some((part) => watching.includes(part)) && parts.every((part) => besideWatching.includes(part)));
    if (!isWatched) schedule ??= { value: found.cron, line, text, guess: found.guess };
    else {
      const period = periodOf(found);
      if (period !== undefined) window ??= { value: period, line, text, guess: null };
    }
  }
  const spoken = anywhere(told, (text) => (/\bwindow/i.test(text) ? durationIn(text) : undefined));
  return { schedule, window: window ?? spoken ?? firstSaid(told, "monitor", partsOf, durationIn) };
}

/** "labels after 7d", and not the time that stands before it. */
function delayIn(text: string): string | undefined {
  const at = text.search(/label|truth|actual|outcome|feedback/i);
  return durationIn(text.slice(Math.max(0, at))) ?? durationIn(text);
}

function canaryOf(
  told: readonly Told[],
  partsOf: ReadonlyMap<Told, readonly PartKind[]>,
): Said<readonly number[]> | null {
  const about = told.filter((one) => partsOf.get(one)?.includes("canary"));
  const [first] = about;
  if (first === undefined) return null;
  // "canary 5%", then "25%" in the next message, are one rollout.
  const steps = [...new Set(about.flatMap(({ text }) => percentsIn(text)))].sort((a, b) => a - b);
  const { line, text } = about.find((one) => percentsIn(one.text).length > 0) ?? first;
  if (steps.length === 0) return { value: [5, 25, 100], line, text, guess: "no percents are drawn" };
  if (steps.at(-1) === 100) return { value: steps, line, text, guess: null };
  return { value: [...steps, 100], line, text, guess: "a last step of 100 % is added: all of the traffic" };
}

function firstSaid<T>(
  told: readonly Told[],
  part: PartKind,
  partsOf: ReadonlyMap<Told, readonly PartKind[]>,
  read: (text: string) => T | undefined,
): Said<T> | null {
  return anywhere(
    told.filter((one) => partsOf.get(one)?.includes(part)),
    read,
  );
}

function anywhere<T>(told: readonly Told[], read: (text: string) => T | undefined): Said<T> | null {
  for (const { line, text } of told) {
    const value = read(text);
    if (value !== undefined) return { value, line, text, guess: null };
  }
  return null;
}

function estimatorsOf(told: readonly Told[], participants: readonly DrawnParticipant[]): Said<string>[] {
  const byName = new Map<string, Said<string>>();
  const named = participants.map(({ line, label }) => ({ line, text: label }));
  for (const { line, text } of [...told, ...named]) {
    for (const value of estimatorsIn(text))
      if (!byName.has(value)) byName.set(value, { value, line, text, guess: null });
  }
  return [...byName.values()];
}
