import { fail } from "../../../errors/index.ts";
import { asValues, type Operation, recode, stepOf } from "./operation.ts";

/** Numbers -> labelled intervals. */
export const bins: readonly Operation[] = [
  {
    name: "bins",
    summary:
      "The interval that the number lies in: below the first of `edges`, from one edge up to the next (not included), from the last up. `labels`, one more than edges, name them.",
    args: [["number", "boolean"]],
    options: { edges: { rule: "numbers" }, labels: { rule: "texts", optional: true } },
    result: () => "category",
    evaluate(args, rows, options) {
      const { values, step } = asValues(args[0]!);
      const edges = options["edges"] as readonly number[];
      const labels = (options["labels"] as readonly string[] | undefined) ?? defaultLabels(edges);
      refuseBadBins(edges, labels);
      const codes = new Int32Array(stepOf(args) === 0 ? 1 : rows);
      for (let i = 0; i < codes.length; i++) codes[i] = binOf(values[i * step]!, edges);
      return recode("category", codes, labels, stepOf(args));
    },
    describe: ([x], { edges }) => `bin of ${x} at ${(edges as readonly number[]).join(", ")}`,
  },
];

/** Index of the bin, -1 for missing. */
function binOf(x: number, edges: readonly number[]): number {
  if (Number.isNaN(x)) return -1;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x >= edges[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Names of the intervals between edges. */
export function defaultLabels(edges: readonly number[]): string[] {
  return [
    `below ${edges[0]}`,
    ...edges.slice(1).map((edge, i) => `${edges[i]} to ${edge}`),
    `from ${edges[edges.length - 1]}`,
  ];
}

function refuseBadBins(edges: readonly number[], labels: readonly string[]): void {
  const ordered = edges.every((edge, i) => i === 0 || edge > edges[i - 1]!);
  if (!ordered) {
    throw fail("ML_EXPRESSION_TYPE", { operation: '"bins"', expected: "edges in rising order", got: edges.join(", ") });
  }
  if (labels.length !== edges.length + 1) {
    throw fail("ML_EXPRESSION_TYPE", {
      operation: '"bins"',
      expected: `${edges.length + 1} labels for ${edges.length} edges`,
      got: `${labels.length}`,
    });
  }
}
