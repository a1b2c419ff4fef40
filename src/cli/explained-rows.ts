import type { Explained, Prediction, RowExplanation } from "../ml/index.ts";

/** Columns that are named; what the others added is summed. */
const mostColumns = 5;

/** Explanations for people: a line of what was predicted, a line of why, for each row. */
export function explainedRows({ predictions, explanations, warnings }: Explained): string {
  const rows = explanations.map((explanation, row) => {
    const odd = warnings.filter((warning) => warning.row === row).map(({ message }) => `  (${message})`);
    return [`row ${row + 1}: ${predicted(predictions[row]!)}`, `  ${reasons(explanation)}`, ...odd].join("\n");
  });
  return rows.join("\n");
}

function predicted({ prediction, probabilities }: Prediction): string {
  if (typeof prediction === "number") return exact(prediction);
  const probability = probabilities?.[prediction];
  return probability === undefined ? prediction : `${prediction} (probability ${figure(probability)})`;
}

function reasons({ label, scale, baseline, score, contributions }: RowExplanation): string {
  const moved = contributions.filter(({ contribution }) => contribution !== 0);
  const named = moved.slice(0, mostColumns).map(({ column, value, contribution }) => {
    const shown = value === null ? "missing" : typeof value === "number" ? exact(value) : String(value);
    return `${signed(contribution)} ${column} = ${shown}`;
  });
  const rest = moved.slice(mostColumns);
  const others = rest.reduce((sum, { contribution }) => sum + contribution, 0);
  const parts = [...named, ...(rest.length === 0 ? [] : [`${signed(others)} ${rest.length} others`])];
  return [
    `${figure(baseline)} without the row`,
    ...parts,
    `= ${scale === "value" ? exact(score) : figure(score)} ${unit(scale, label)}`.trimEnd(),
  ].join(", ");
}

function unit(scale: RowExplanation["scale"], label: string | null): string {
  if (scale === "value") return "";
  if (scale === "log") return "logarithm of the prediction";
  const of = label === null ? "" : ` of ${label}`;
  return `${{ logOdds: "log odds", probability: "probability" }[scale]}${of}`;
}

function signed(value: number): string {
  return value < 0 ? `-${figure(-value)}` : `+${figure(value)}`;
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** What people know by sight, such as a year, isn't rounded; the tail of a float32 is. */
function exact(value: number): string {
  return String(Number(value.toPrecision(7)));
}
