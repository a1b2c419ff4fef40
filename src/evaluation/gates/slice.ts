import { fail, listNames, suggestion } from "../../errors/index.ts";
import { type Metric, takeSamples, takeTarget } from "../../ml/index.ts";
import type { IntervalRecord, Verdict } from "../../store/index.ts";
import { callSite, type GateSpec, type MetricName } from "../../workflow/index.ts";
import { intervalText } from "../figures.ts";
import { slicesOf } from "../slices.ts";
import { takePredictions } from "../take-predictions.ts";
import type { GateContext, GateDecision, GateDefinition } from "./gate.ts";
import { gateMetric, measured } from "./gate-metric.ts";
import { checkedName, checkedNumber, declared } from "./gate-parameter.ts";
import { judge, overallVerdict } from "./verdict.ts";

const defaultMinimumRows = 50;
/** Named in a reason; the rest are counted. */
const namedSlices = 3;

/**
 * Every slice of a column (each category, or quarter of a numeric column's values; missing values too) meets a minimum.
 * @param options `minimum`: bound of the metric (an upper one where lower is better); `metric`: default the problem's;
 *   `minimumRows`: smaller slices aren't judged, default 50
 * @throws EVALUATION_GATE_PARAMETER_INVALID
 * @example gates: [slice("Wildlife Size", { minimum: 0.65 })]
 */
export function slice<const Column extends string>(
  column: Column,
  options: { readonly minimum: number; readonly metric?: MetricName; readonly minimumRows?: number },
): GateSpec<Column> {
  const at = callSite();
  checkedName("slice", "column", column, at);
  checkedNumber("slice", "minimum", options?.minimum, [-Infinity, Infinity], at);
  if (options.minimumRows !== undefined) checkedNumber("slice", "minimumRows", options.minimumRows, [1, Infinity], at);
  const { minimum, metric, minimumRows } = options;
  return { kind: "slice", params: declared({ column, minimum, metric, minimumRows }), at };
}

/** Every slice is judged by itself; the worst verdict is the gate's. */
export const sliceGate: GateDefinition = {
  kind: "slice",
  summary: "Every slice of a column with enough rows meets the minimum, each with its whole interval.",
  measured: false,
  slicesBy: (spec) => String(spec.params["column"]),
  title: (spec) => `slice(${spec.params["column"]})`,
  decide(spec, context) {
    const metric = gateMetric(spec, context);
    const column = columnOf(spec, context);
    const bound = spec.params["minimum"] as number;
    const direction = metric.greaterIsBetter ? "atLeast" : "atMost";
    const enough = (spec.params["minimumRows"] as number | undefined) ?? defaultMinimumRows;
    const all = slicesOf(context.frame, column);
    const judged = all
      .filter(({ rows }) => rows.length >= enough)
      .map((one): Judged => {
        const estimate = estimateOf(metric, one.rows, context);
        return {
          condition: one.condition,
          rows: one.rows.length,
          estimate,
          verdict: judge(estimate, bound, direction),
        };
      });
    const small = all.length - judged.length;
    return {
      gate: this.title(spec),
      verdict: judged.length === 0 ? "insufficient" : overallVerdict(judged),
      reason: reasonOf(judged, { metric, bound, small, enough, column }),
      metric: metric.name,
      estimate: worst(judged, metric)?.estimate ?? null,
      bound,
      direction,
    } satisfies GateDecision;
  },
};

interface Judged {
  readonly condition: string;
  readonly rows: number;
  readonly estimate: IntervalRecord;
  readonly verdict: Verdict;
}

function columnOf(spec: GateSpec, { frame }: GateContext): string {
  const column = String(spec.params["column"]);
  if (frame.columns.has(column)) return column;
  const detail = {
    gate: "slice",
    column,
    suggestion: suggestion(column, frame.names),
    columns: listNames(frame.names),
  };
  throw fail("EVALUATION_COLUMN_UNKNOWN", detail, { at: spec.at });
}

function estimateOf(metric: Metric, rows: Int32Array, context: GateContext): IntervalRecord {
  const y = context.y === null ? null : takeTarget(context.y, rows);
  const X = context.X === undefined ? undefined : takeSamples(context.X, rows);
  return measured(metric, y, takePredictions(context.predictions, rows), { ...context, X });
}

/** The judged slice with the worst known value. */
function worst(judged: readonly Judged[], metric: Metric): Judged | undefined {
  const known = judged.filter(({ estimate }) => estimate.value !== null);
  const sign = metric.greaterIsBetter ? 1 : -1;
  return known.reduce<Judged | undefined>(
    (least, one) => (least === undefined || sign * one.estimate.value! < sign * least.estimate.value! ? one : least),
    undefined,
  );
}

function reasonOf(
  judged: readonly Judged[],
  about: { metric: Metric; bound: number; small: number; enough: number; column: string },
): string {
  const { metric, bound, small, enough, column } = about;
  const unjudged = small === 0 ? "" : `; ${small} with fewer than ${enough} rows not judged`;
  if (judged.length === 0) return `no slice of ${column} has ${enough} rows, the fewest that are judged`;
  const verdict = overallVerdict(judged);
  const limit = `${metric.greaterIsBetter ? "minimum" : "most allowed"}`;
  const { label } = metric;
  if (verdict === "pass") {
    const least = worst(judged, metric)!;
    const text = intervalText(least.estimate, bound);
    return `${label} holds in all ${judged.length} slices of ${column}, the worst being ${least.condition} with ${text.interval}; the ${limit} is ${text.bound}${unjudged}`;
  }
  const culprits = judged.filter((one) => one.verdict === verdict);
  const named = culprits.slice(0, namedSlices).map((one) => {
    return `${one.condition} (${one.rows} rows): ${intervalText(one.estimate, bound).interval}`;
  });
  const more = culprits.length > namedSlices ? ` and ${culprits.length - namedSlices} more` : "";
  const what = verdict === "fail" ? "fails" : "isn't certain";
  return `${label} ${what} in ${culprits.length} of ${judged.length} slices: ${named.join(", ")}${more}; the ${limit} is ${intervalText(culprits[0]!.estimate, bound).bound}${unjudged}`;
}
