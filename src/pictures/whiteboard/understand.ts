import { fail } from "../../errors/index.ts";
import type { Drawing } from "./drawing.ts";
import { findParts, saysNothing } from "./find-parts.ts";
import { gateOf } from "./gate-of.ts";
import type { HeardPart, Hearing } from "./hearing.ts";
import { sidesOf, sortOf } from "./judge-choice.ts";
import { type DrawnRole, roleOf } from "./participant-roles.ts";
import { type PartKind, parts as partTable } from "./parts.ts";
import { peopleOf, personOf } from "./people-of.ts";
import { boundsIn, latencyIn } from "./read-condition.ts";
import { scheduleIn } from "./read-schedule.ts";
import { saidOf } from "./said-of.ts";
import { sideOf } from "./side-of.ts";
import type { Side, Sketch, SketchedLoop, SketchedPart } from "./sketch.ts";
import { tellFlowchart } from "./tell-flowchart.ts";
import { tellSequence } from "./tell-sequence.ts";
import type { Choice, Loop, Told, Utterance } from "./telling.ts";

const toPeople = new Set<DrawnRole | null>([
  "engineer",
  "data engineer",
  "data scientist",
  "devOps",
  "stakeholder",
  "on call",
  "notifier",
]);
const answered = new Set<PartKind>(["alert", "notify", "stop", "approve", "retrain", "rollback"]);

/**
 * What a drawing means: its parts in order, the decision on the metrics with both its branches, loops, people and numbers,
 * and what wasn't understood.
 * @param file as errors name it @throws DRAWING_NOT_UNDERSTOOD where no line is a part of a pipeline
 */
export function understand(drawing: Drawing, file: string): Sketch {
  const told = drawing.kind === "sequence" ? tellSequence(drawing) : tellFlowchart(drawing);
  const roles = new Map(drawing.kind === "sequence" ? drawing.participants.map((one) => [one, roleOf(one)]) : []);
  const hearing: Hearing = {
    heard: [],
    before: new Set(),
    sorts: new Map(),
    loops: [],
    missed: [],
    roleOf: ({ from, to }) => ({
      from: from === null ? null : (roles.get(from) ?? null),
      to: to === null ? null : (roles.get(to) ?? null),
    }),
  };
  for (const one of told) listen(hearing, one);
  if (hearing.heard.length === 0) {
    const [first] = hearing.missed;
    throw fail(
      "DRAWING_NOT_UNDERSTOOD",
      { lines: told.length, first: first?.text.slice(0, 80) ?? "" },
      { at: { file, line: first?.line ?? 1 } },
    );
  }
  const sides = sidesOfGates(hearing);
  // That it went well may be told in any words; only that it didn't is a part of its own.
  const parts = hearing.heard.flatMap((heard) => {
    const part = sketched(heard, sides);
    return isRemark(part, heard) ? [] : [part];
  });
  return {
    kind: drawing.kind,
    title: drawing.title,
    participants: [...roles].map(([one, role]) => ({ line: one.line, label: one.label, role, person: personOf(one) })),
    parts,
    gate: gateOf(told, hearing, sides, parts),
    loops: hearing.loops.map((loop) => sketchedLoop(loop, hearing)),
    people: peopleOf(told, hearing, roles, sides),
    ...saidOf(told, hearing, [...roles.keys()]),
    notUnderstood: hearing.missed,
  };
}

function listen(hearing: Hearing, told: Told): void {
  if (told.type === "choice") listenToChoice(hearing, told);
  else if (told.type === "loop") listenToLoop(hearing, told);
  else listenToUtterance(hearing, told);
}

function listenToUtterance(hearing: Hearing, told: Utterance): void {
  const { from, to } = hearing.roleOf(told);
  const { text, kind, line } = told;
  const found = findParts({ text, kind, from, to, before: hearing.before });
  // In a branch of the decision on the metrics, what goes to a person is news of it, whatever it says.
  const isNews = kind !== "note" && toPeople.has(to) && to !== from && isWithinGate(hearing, told);
  if (isNews && !found.some(({ part }) => answered.has(part))) {
    note(hearing, told, {
      part: "notify",
      isSure: false,
      guess: "it goes to a person after the decision on the metrics",
    });
    return;
  }
  for (const one of found) {
    // An answer repeats what was asked for, or gives an example of it.
    if (kind === "reply" && !one.isSure && (hearing.before.has(one.part) || from === "trainer")) continue;
    // "Alert: not good enough" speaks of the decision, it isn't one.
    if (one.part === "gate" && (found.some(({ part }) => part === "alert") || isWithinGate(hearing, told))) continue;
    note(hearing, told, one);
  }
  const isClear = found.length > 0 || kind === "reply" || saysNothing(text);
  const hasNumbers = boundsIn(text).length > 0 || latencyIn(text) !== undefined || scheduleIn(text) !== undefined;
  if (!isClear && !hasNumbers) hearing.missed.push({ line, text });
}

function listenToChoice(hearing: Hearing, told: Choice): void {
  const hasGate = [...hearing.sorts.values()].includes("gate");
  const sort = sortOf(told, hearing.before, hasGate);
  hearing.sorts.set(told, sort);
  const found = told.text === "" ? [] : findParts({ ...silent, text: told.text, before: hearing.before });
  // A diamond is often the step itself: "Evaluate: AUC >= 0.8?".
  if (told.kind === "decision" || sort === "drift") {
    for (const one of found)
      if (one.part !== "gate" && !(sort === "gate" && one.part === "evaluate" && hearing.before.has("evaluate")))
        note(hearing, told, one);
  }
  if (sort === "gate") {
    const isSure = found.some(({ part }) => part === "gate" || part === "evaluate") || boundsIn(told.text).length > 0;
    note(hearing, told, { part: "gate", isSure, guess: isSure ? null : "it forks after training" });
  } else if (sort === "check" || sort === "approve" || sort === "canary") {
    if (!hearing.before.has(sort))
      note(hearing, told, { part: sort, isSure: false, guess: `the fork is on ${partTable[sort].what}` });
  }
}

const silent = { kind: "note", from: null, to: null } as const;
const live: readonly PartKind[] = ["monitor", "drift", "serve", "labels"];

function listenToLoop(hearing: Hearing, told: Loop): void {
  hearing.loops.push(told);
  const isLive = live.some((part) => hearing.before.has(part));
  if (told.backTo !== null && isLive) {
    const target = findParts({ ...silent, kind: "step", text: told.backTo, before: hearing.before });
    // From what is watched back to an earlier step is training again; back to the watching, it is going on.
    if (target.some(({ part }) => live.includes(part))) return;
    note(hearing, told, { part: "retrain", isSure: true, guess: null });
    return;
  }
  if (told.text === "") return;
  const found = findParts({ ...silent, text: told.text, before: hearing.before });
  for (const one of found) if (one.part !== "trigger") note(hearing, told, one);
  if (found.length === 0 && scheduleIn(told.text) === undefined && told.backTo === null && !saysNothing(told.text)) {
    hearing.missed.push({ line: told.line, text: `loop ${told.text}` });
  }
}

function note(
  hearing: Hearing,
  told: Told,
  { part, isSure, guess }: Pick<HeardPart, "part" | "isSure" | "guess">,
): void {
  hearing.heard.push({
    told,
    line: told.line,
    text: told.type === "loop" ? loopText(told) : told.text,
    part,
    isSure,
    guess,
  });
  hearing.before.add(part);
}

function isWithinGate({ sorts }: Hearing, { place }: Told): boolean {
  return place.some((at) => at.within === "branch" && sorts.get(at.choice) === "gate");
}

/** Of every decision on the metrics: which branch is the good one. */
function sidesOfGates({ sorts, heard }: Hearing): Map<Choice, Side[]> {
  const gates = [...sorts].filter(([, sort]) => sort === "gate").map(([choice]) => choice);
  const content = new Map(gates.map((choice) => [choice, choice.branches.map((): PartKind[] => [])]));
  for (const { told, part } of heard) {
    for (const at of told.place) if (at.within === "branch") content.get(at.choice)?.[at.branch]?.push(part);
  }
  return new Map(gates.map((choice) => [choice, sidesOf(choice, content.get(choice)!)]));
}

function sketched(
  { told, line, text, part, isSure, guess }: HeardPart,
  sides: ReadonlyMap<Choice, readonly Side[]>,
): SketchedPart {
  const side = sideOf(told, sides);
  const between =
    told.type !== "utterance" || told.from === null || told.to === null
      ? null
      : `${told.from.label} to ${told.to.label}`;
  // News of a failure is an alert, and an alert of success is but news.
  const meant =
    part === "notify" && side === "fail"
      ? "alert"
      : part === "alert" && side === "pass" && !/drift|degrad/i.test(text)
        ? "notify"
        : part;
  return { part: meant, line, text, isSure, guess, side, between };
}

/**
 * That it went well may be told in any words; only that it didn't is a part of its own. And a note beside a failure says
 * what people may do about it.
 */
function isRemark({ part, isSure, side }: SketchedPart, { told }: HeardPart): boolean {
  if (part === "notify") return !isSure && side === "pass";
  const isNote = told.type === "utterance" && told.kind === "note";
  return isNote && side === "fail" && part !== "alert" && part !== "stop";
}

function sketchedLoop(loop: Loop, { heard }: Hearing): SketchedLoop {
  const within = heard.filter(({ told }) => told.place.some((at) => at.within === "loop" && at.loop === loop));
  return { line: loop.line, text: loopText(loop), parts: [...new Set(within.map(({ part }) => part))] };
}

function loopText({ text, backTo }: Loop): string {
  if (backTo === null) return `loop ${text}`.trim();
  return text === "" ? `back to ${backTo}` : `${text}: back to ${backTo}`;
}
