import { metricTable } from "../../ml/index.ts";
import type { Hearing } from "./hearing.ts";
import type { PartKind } from "./parts.ts";
import { plainWords } from "./plain-words.ts";
import { bareNumberIn, boundsIn, type DrawnBound, latencyIn, metricIn } from "./read-condition.ts";
import type { Drawn, Said, Side, SketchedGate, SketchedPart } from "./sketch.ts";
import type { Choice, Told } from "./telling.ts";

/** A text that may put a bound on a metric. */
interface Source extends Drawn {
  /** Of a fork's label; elsewhere a number without a comparison may be an example of a result. */
  readonly isLabel: boolean;
  /** Of the fork itself, of evaluation or of a gate. */
  readonly isOfGate: boolean;
  /** The branch's side, where the text is a branch's label. */
  readonly side: Side;
}

/** What is said of live traffic is no gate. */
const live: readonly PartKind[] = ["monitor", "drift", "serve", "labels", "retrain"];

/** The decision on the metrics, or null where none is drawn: its bounds may stand at the fork, in a message or in a note. */
export function gateOf(
  told: readonly Told[],
  hearing: Hearing,
  sides: ReadonlyMap<Choice, readonly Side[]>,
  parts: readonly SketchedPart[],
): SketchedGate | null {
  const fork = [...sides.keys()][0];
  const spoken = parts.find(({ part }) => part === "gate");
  if (fork === undefined && spoken === undefined) return null;
  const sources = sourcesOf(told, hearing, sides);
  const bounds = sources.flatMap((source) => boundsFrom(source));
  const metric = metricOf(bounds, sources);
  const own = bounds.filter(({ value }) => value.metric === metric?.value);
  const on = (side: Side) => [...new Set(parts.filter((part) => part.side === side).map(({ part }) => part))];
  const [pass, failed] = [on("pass"), on("fail")];
  const said = (pattern: RegExp): Drawn | null => {
    const found = sources.find(({ text, isOfGate }) => isOfGate && pattern.test(plainWords(text)));
    return found === undefined ? null : { line: found.line, text: found.text };
  };
  return {
    line: fork?.line ?? spoken!.line,
    text: fork?.text ?? spoken!.text,
    metric,
    ...minimumAndGoal(own, sources),
    others: firstOfEachMetric(bounds.filter(({ value }) => value.metric !== metric?.value)),
    latencyMs: latencyOf(sources),
    champion: said(
      /champion|(?:current|previous|production|prod|old|existing|incumbent|live) (?:modell?|version|one)|than (?:production|prod)\b/,
    ),
    baseline: said(/\bbaseline\b/),
    pass,
    fail: failed,
    hasFailBranch: failed.length > 0 || leadsBack(told, sides),
  };
}

function sourcesOf(told: readonly Told[], hearing: Hearing, sides: ReadonlyMap<Choice, readonly Side[]>): Source[] {
  const labels: Source[] = [];
  const others: Source[] = [];
  const liveTolds = new Set(hearing.heard.filter(({ part }) => live.includes(part)).map((heard) => heard.told));
  const judged = hearing.heard.filter(({ part }) => part === "gate" || part === "evaluate");
  const judging = new Set(judged.map((heard) => heard.told));
  for (const one of told) {
    if (one.type === "choice" && sides.has(one)) {
      labels.push({
        line: one.line,
        text: one.text,
        isLabel: true,
        isOfGate: true,
        side: one.kind === "decision" ? null : sides.get(one)![0]!,
      });
      for (const [index, { line, label }] of one.branches.entries()) {
        if (label !== one.text)
          labels.push({ line, text: label, isLabel: true, isOfGate: true, side: sides.get(one)![index]! });
      }
    } else if (one.type === "utterance" && !liveTolds.has(one)) {
      others.push({ line: one.line, text: one.text, isLabel: false, isOfGate: judging.has(one), side: null });
    }
  }
  return [...labels, ...others];
}

function boundsFrom({ line, text, isLabel }: Source): Said<DrawnBound>[] {
  return boundsIn(text)
    .filter(({ isCompared }) => isLabel || isCompared)
    .map((value) => ({ value, line, text, guess: value.guess }));
}

function metricOf(bounds: readonly Said<DrawnBound>[], sources: readonly Source[]): Said<string> | null {
  const [first] = bounds;
  if (first !== undefined) return { value: first.value.metric, line: first.line, text: first.text, guess: null };
  for (const { line, text } of sources) {
    const value = metricIn(text);
    if (value !== undefined) return { value, line, text, guess: "no number stands beside it" };
  }
  return null;
}

/** One bound is the minimum; of two, the one that fails is, and the better one is the goal. */
function minimumAndGoal(
  own: readonly Said<DrawnBound>[],
  sources: readonly Source[],
): { minimum: Said<number> | null; goal: Said<number> | null } {
  const number = (bound: Said<DrawnBound>): Said<number> => ({ ...bound, value: bound.value.value });
  const aimed = own.find(({ value }) => value.sort === "goal");
  const passing = own.find(({ value }) => value.sort === "minimum" && !value.isOfFailure);
  const failing = own.find(({ value }) => value.sort === "minimum" && value.isOfFailure);
  if (passing !== undefined && failing !== undefined && isBetter(passing.value, failing.value)) {
    const guess = "two bounds are drawn: the lower one is taken as the minimum, the upper one as the goal";
    return { minimum: number(failing), goal: aimed === undefined ? { ...number(passing), guess } : number(aimed) };
  }
  const minimum = passing ?? failing;
  const goal = aimed === undefined ? null : number(aimed);
  if (minimum !== undefined) return { minimum: number(minimum), goal };
  const bare = sources.find(({ text, isLabel }) => isLabel && bareNumberIn(text) !== undefined);
  if (bare === undefined) return { minimum: null, goal };
  const guess = "the number stands without a metric";
  return { minimum: { line: bare.line, text: bare.text, value: bareNumberIn(bare.text)!, guess }, goal };
}

function isBetter(a: DrawnBound, b: DrawnBound): boolean {
  const isHigher = metricTable.find(({ name }) => name === a.metric)?.greaterIsBetter ?? true;
  return isHigher ? a.value > b.value : a.value < b.value;
}

function firstOfEachMetric(bounds: readonly Said<DrawnBound>[]): Said<DrawnBound>[] {
  return [...new Map([...bounds].reverse().map((bound) => [bound.value.metric, bound])).values()].reverse();
}

function latencyOf(sources: readonly Source[]): Said<number> | null {
  for (const { line, text } of sources) {
    const value = latencyIn(text);
    if (value !== undefined && value > 0) return { value, line, text, guess: null };
  }
  return null;
}

/** "no" that leads back to an earlier box is something drawn for a model that isn't good enough. */
function leadsBack(told: readonly Told[], sides: ReadonlyMap<Choice, readonly Side[]>): boolean {
  return told.some(
    ({ type, place }) =>
      type === "loop" && place.some((at) => at.within === "branch" && sides.get(at.choice)?.[at.branch] === "fail"),
  );
}
