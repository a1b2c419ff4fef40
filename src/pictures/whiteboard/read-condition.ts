import { type Metric, metricTable } from "../../ml/index.ts";
import { plainWords } from "./plain-words.ts";

/** A bound that a drawing puts on a metric: "accuracy >= 0.9". */
export interface DrawnBound {
  readonly metric: string;
  readonly value: number;
  /** True where the words say that what is *beyond* the bound is bad: "accuracy < 0.9". */
  readonly isOfFailure: boolean;
  /** True where it is said how the metric must stand to the number; "accuracy = 0.93" may be an example of a result. */
  readonly isCompared: boolean;
  /** "goal" where the words aim at it. */
  readonly sort: "minimum" | "goal";
  /** How the number was read, where it isn't what was written: "90 %" is 0.9. */
  readonly guess: string | null;
}

/** What people call metrics. */
const metricWords = metricTable.map((metric: Metric) => ({ metric, pattern: metric.spoken ?? labelPattern(metric) }));

const number = /(\d+(?:[.,]\d+)?) ?(%|percent|prozent)?/;
const lower = /<=?|≤|\b(?:below|under|less than|at most|max|lower than|no more than|unter|hochstens|kleiner)/;
const higher =
  />=?|≥|\b(?:above|over|at least|min|more than|greater|higher than|exceed|uber|mindestens|grosser|no less than)/;
const aims = /\b(?:goal|target|aim|ideal|ziel)/;

/** The metric that a text names; of several the first. */
export function metricIn(text: string): string | undefined {
  return firstMetric(plain(text))?.metric.name;
}

/** Every bound in a text, in order: "AUC >= 0.8 and recall > 60%". */
export function boundsIn(text: string): DrawnBound[] {
  const bounds: DrawnBound[] = [];
  let rest = plain(text);
  for (let found = firstMetric(rest); found !== undefined && bounds.length < 10; found = firstMetric(rest)) {
    const after = rest.slice(found.end);
    const next = firstMetric(after);
    const own = next === undefined ? after : after.slice(0, next.at);
    const bound = boundIn(own, rest.slice(0, found.at), found.metric);
    if (bound !== null) bounds.push(bound);
    const aimed = /\b(?:goal|target|aim|ziel)\D{0,12}(\d+(?:\.\d+)?) ?(%?)/.exec(own);
    if (bound?.sort === "minimum" && aimed !== null) {
      const value = aimed[2] === "%" ? Number((Number(aimed[1]) / 100).toPrecision(12)) : Number(aimed[1]);
      if (value !== bound.value)
        bounds.push({ ...bound, value, sort: "goal", isOfFailure: false, isCompared: true, guess: null });
    }
    rest = after;
  }
  return bounds;
}

/** "p99 < 50 ms", "latency under 100ms": the most milliseconds, or undefined. */
export function latencyIn(text: string): number | undefined {
  const words = plain(text);
  const at = words.search(/\b(?:latency|p99|response time|latenz|antwortzeit)\b/);
  const found = at < 0 ? null : /(\d+(?:\.\d+)?) ?(ms|s|sec|seconds?)\b/.exec(words.slice(at));
  if (found === null) return undefined;
  return Number(found[1]) * (found[2] === "ms" ? 1 : 1000);
}

/** A number that something unnamed must reach: "score > 0.9", "threshold 0.8"; undefined where there is none. */
export function bareNumberIn(text: string): number | undefined {
  const words = plain(text);
  if (firstMetric(words) !== undefined) return undefined;
  const found =
    /(?:[<>]=?|\b(?:threshold|at least|above|over|minimum|min|schwelle|mindestens|below|under)) ?(?:of |is |= ?|<=? ?)?(\d+(?:\.\d+)?) ?(%)?/.exec(
      words,
    );
  if (found === null) return undefined;
  return found[2] === undefined ? Number(found[1]) : Number((Number(found[1]) / 100).toPrecision(12));
}

function boundIn(after: string, before: string, metric: Metric): DrawnBound | null {
  const found = number.exec(after);
  // "0.9 accuracy": the number stands before.
  const ahead = found === null || found.index > 40 ? /(\d+(?:\.\d+)?) ?(%)? ?$/.exec(before) : null;
  const match = ahead ?? (found !== null && found.index <= 40 ? found : null);
  if (match === null) return null;
  const written = Number(match[1]!.replace(",", "."));
  const words = after.slice(0, ahead === null ? match.index : 40);
  const isScore = Math.max(...metric.range) === 1;
  const isPercent = match[2] !== undefined || (isScore && written > 1 && written <= 100);
  const value = isScore && isPercent ? Number((written / 100).toPrecision(12)) : written;
  const isOfFailure = metric.greaterIsBetter ? lower.test(words) : higher.test(words);
  const guess = value === written || match[2] !== undefined ? null : `${written} is read as ${value}`;
  const isCompared =
    lower.test(words) || higher.test(words) || /\b(?:threshold|goal|target|schwelle)/.test(`${before} ${words}`);
  return {
    metric: metric.name,
    value,
    isOfFailure,
    isCompared,
    sort: aims.test(`${before} ${words}`) ? "goal" : "minimum",
    guess,
  };
}

interface Spoken {
  readonly metric: Metric;
  readonly at: number;
  readonly end: number;
}

/** The metric named first; of two names that begin at one place, the longer. */
function firstMetric(text: string): Spoken | undefined {
  let first: Spoken | undefined;
  for (const { metric, pattern } of metricWords) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const spoken = { metric, at: found.index, end: found.index + found[0].length };
    if (first === undefined || spoken.at < first.at || (spoken.at === first.at && spoken.end > first.end))
      first = spoken;
  }
  return first;
}

function labelPattern({ label }: Metric): RegExp {
  const words = plainWords(label).replace(/[^a-z0-9 ]/g, "\\$&");
  return new RegExp(`\\b${words}\\b`);
}

/** "R²" and "F₁" are letters and digits; comparisons keep their signs. */
function plain(text: string): string {
  return plainWords(text.replace(/≥|=>/g, ">=").replace(/≤|=</g, "<="));
}
