import { didYouMean } from "../../errors/index.ts";
import type { DrawnRole } from "./participant-roles.ts";
import type { PartKind } from "./parts.ts";
import { clausesOf, headOf, plainWords } from "./plain-words.ts";
import { emptyWords, handingOver, knownWords, type Saying, sureWeight, vocabulary } from "./vocabulary.ts";

/** An utterance with what came before it, as far as that changes its meaning. */
export interface Heard {
  readonly text: string;
  readonly kind: "request" | "reply" | "note" | "step";
  readonly from: DrawnRole | null;
  readonly to: DrawnRole | null;
  /** Parts that were drawn before it: "validate" is of the data before training, of the model after. */
  readonly before: ReadonlySet<PartKind>;
}

/** A part that an utterance names. */
export interface FoundPart {
  readonly part: PartKind;
  readonly isSure: boolean;
  /** Why it is taken for that part, where its words alone don't say so. */
  readonly guess: string | null;
}

/** What is done to rows and models, which "send cleaned data" or the answer "trained model" do not do. */
const done = new Set<PartKind>([
  "fetch",
  "snapshot",
  "check",
  "clean",
  "explore",
  "split",
  "features",
  "search",
  "train",
]);
/** What is news whichever way it is told. */
const news = new Set<PartKind>(["alert", "notify", "stop", "drift", "rollback", "retrain", "approve"]);
const peopleWhoStart = new Set<DrawnRole | null>([
  "engineer",
  "data scientist",
  "devOps",
  "stakeholder",
  "decision maker",
  "scheduler",
]);

/** What a message's receiver (or an answer's sender) makes more likely. */
const roleParts: Partial<Readonly<Record<DrawnRole, readonly PartKind[]>>> = {
  "data source": ["fetch", "labels", "snapshot"],
  "data checker": ["check"],
  "feature maker": ["features"],
  cleaner: ["clean"],
  trainer: ["train", "search"],
  validator: ["evaluate", "gate"],
  registry: ["register"],
  deployment: ["deploy", "serve"],
  monitor: ["monitor", "drift"],
  gatekeeper: ["approve"],
  "decision maker": ["approve"],
  "on call": ["alert"],
  notifier: ["alert", "notify"],
  scheduler: ["trigger"],
};

/** The parts that one utterance names, in its order; none where it says nothing of a pipeline. */
export function findParts(heard: Heard): FoundPart[] {
  const clauses = clausesOf(plainWords(heard.text));
  const exact = clauses.flatMap((clause) => partsIn(clause, heard));
  if (exact.length > 0) return firstOfEach(exact);
  const typos = clauses.flatMap((clause) => mistyped(clause, heard));
  if (typos.length > 0) return firstOfEach(typos);
  return byReceiver(heard);
}

/** True where a text has only words like "ok", "done" and "model": nothing in it that could be missed. */
export function saysNothing(text: string): boolean {
  const words = plainWords(text);
  if (words.startsWith("in the hands of")) return true;
  return words.split(/[^a-z]+/).every((word) => word.length < 2 || emptyWords.has(word));
}

function partsIn(clause: string, heard: Heard): FoundPart[] {
  const head = headOf(clause);
  const isHandedOver = handingOver.test(head);
  let best: { part: PartKind; weight: number; guess: string | null } | null = started(heard);
  for (const saying of vocabulary) {
    if (isHandedOver && done.has(saying.part)) continue;
    if (!saying.words.test(saying.anywhere ? clause : head)) continue;
    // Scoring within the trainer is part of its search.
    if (saying.part === "evaluate" && isWithinTrainer(heard)) continue;
    const meant = meaning(saying, heard, clause);
    if (best === null || meant.weight > best.weight) best = meant;
  }
  if (best === null) return [];
  const { part, weight, guess } = best;
  const isAnswer = heard.kind === "reply" && !news.has(part);
  const found: FoundPart[] = [{ part, isSure: weight >= sureWeight && guess === null && !isAnswer, guess }];
  const watches = part !== "drift" && vocabulary.some((saying) => saying.part === "drift" && saying.words.test(clause));
  return watches ? [...found, { part: "drift", isSure: true, guess: null }] : found;
}

/** What a person or a scheduler first asks of the pipeline sets it off, whatever they call it. */
function started({ kind, from, to, before }: Heard): { part: PartKind; weight: number; guess: null } | null {
  const isFirst = before.size === 0 || (before.size === 1 && before.has("trigger"));
  if (kind !== "request" || !peopleWhoStart.has(from) || to !== "pipeline" || !isFirst) return null;
  return { part: "trigger", weight: 7.5, guess: null };
}

/** A saying with its weight, and its part, where it stands. */
function meaning({ part, weight }: Saying, heard: Heard, clause: string) {
  const { from, to, kind, before } = heard;
  if (part === "trigger") {
    const isByStarter = peopleWhoStart.has(from) || from === "scheduler" || before.size === 0;
    return { part, weight: isByStarter ? weight + 1 : weight - 2, guess: null };
  }
  const side = kind === "reply" ? from : to;
  // A monitor, a scheduler and an approver act of themselves; the others do what they are asked for.
  const actor = from === "monitor" || from === "scheduler" || from === "gatekeeper" ? from : null;
  const helped = [side, actor].some((role) => role !== null && roleParts[role]?.includes(part));
  const hasTrained = before.has("train") || before.has("search");
  const isOfData = part === "evaluate" && !hasTrained && !/\b(?:modell?|metrics?|predictions?|kennzahl)/.test(clause);
  if (isOfData && weight <= 5) {
    const guess =
      from === "data checker" || to === "data checker"
        ? null
        : "nothing is trained yet, so it is the data that is checked";
    return { part: "check" as const, weight, guess };
  }
  // What a monitor is sent, it watches.
  if (to === "monitor" && (part === "serve" || (part === "evaluate" && hasTrained))) {
    return { part: "monitor" as const, weight: weight + 2, guess: null };
  }
  if (part === "evaluate" && hasTrained) return { part, weight: weight + (helped ? 2 : 1), guess: null };
  return { part, weight: helped && part !== "evaluate" ? weight + 2 : weight, guess: null };
}

/** The clause read again with its unknown words as the nearest known ones. */
function mistyped(clause: string, heard: Heard): FoundPart[] {
  const read: string[] = [];
  const words = clause.split(" ").map((word) => {
    const near = word.length >= 5 ? didYouMean(word, knownWords) : undefined;
    if (near === undefined || Math.abs(near.length - word.length) > 1 || !sharesStart(near, word)) return word;
    read.push(`"${word}" is read as "${near}"`);
    return near;
  });
  if (read.length === 0) return [];
  return partsIn(words.join(" "), heard).map(({ part }) => ({ part, isSure: false, guess: read.join(", ") }));
}

function sharesStart(a: string, b: string): boolean {
  return a[0] === b[0] || (a[0] === b[1] && a[1] === b[0]);
}

/** A request without a known word: what its receiver does, is what is asked of it. */
function byReceiver({ kind, to, from, before, text }: Heard): FoundPart[] {
  if (kind !== "request" || to === null || to === from) return [];
  if ((from === "data engineer" || from === "data source") && !before.has("train")) return [guessed("fetch", to)];
  if (to === "pipeline" && peopleWhoStart.has(from) && before.size === 0) return [guessed("trigger", to)];
  if (to === "scheduler" || text === "") return [];
  const hasTrained = before.has("train") || before.has("search");
  const [part] = to === "validator" && !hasTrained ? (["check"] as const) : (roleParts[to] ?? []);
  return part === undefined ? [] : [guessed(to === "notifier" || to === "on call" ? "notify" : part, to)];
}

function guessed(part: PartKind, role: DrawnRole): FoundPart {
  return {
    part,
    isSure: false,
    guess: `its words say nothing, but it goes ${part === "fetch" && role !== "data source" ? "from who has the data " : ""}to the ${role}`,
  };
}

function firstOfEach(found: readonly FoundPart[]): FoundPart[] {
  const named = new Set(found.map(({ part }) => part));
  // "Deploy to staging" deploys nothing else, shadow traffic isn't a canary's, and "retrain: a new run" starts one run.
  const isPartOf = ({ part, isSure }: FoundPart): boolean =>
    (part === "deploy" && named.has("staging") && !named.has("canary")) ||
    (part === "canary" && named.has("shadow")) ||
    (part === "trigger" && !isSure && named.size > 1);
  const byPart = new Map<PartKind, FoundPart>();
  for (const one of found) {
    if (isPartOf(one)) continue;
    const known = byPart.get(one.part);
    if (known === undefined || (one.isSure && !known.isSure)) byPart.set(one.part, one);
  }
  return [...byPart.values()];
}

function isWithinTrainer({ from, to, kind }: Heard): boolean {
  return from === "trainer" && (to === "trainer" || kind === "reply");
}
