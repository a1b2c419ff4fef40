import { plainNumber } from "./plain-number.ts";
import { quoted } from "./text.ts";

/** A share of the whole; `value` is at least 0. */
export interface PieSlice {
  readonly label: string;
  readonly value: number;
}

/**
 * Mermaid's text. Of more slices than `fold` the smallest become one that counts them.
 * @param showsData writes the values behind the labels, too: of counts, not of times
 */
export function pieLines(slices: readonly PieSlice[], fold: number, rest: string, showsData: boolean): string[] {
  const largest = slices.map((slice, i) => ({ ...slice, i })).sort((a, b) => b.value - a.value || a.i - b.i);
  const shown = slices.length <= fold ? largest : largest.slice(0, Math.max(1, fold - 1));
  const others = largest.slice(shown.length);
  const sum = others.reduce((total, { value }) => total + value, 0);
  const folded = others.length === 0 ? [] : [{ label: `${others.length} other ${rest}`, value: sum }];
  return [
    showsData ? "pie showData" : "pie",
    ...distinct([...shown, ...folded]).map(({ label, value }) => `  ${quoted(label)} : ${plainNumber(value)}`),
  ];
}

/** Mermaid draws but the first of two slices with one label. */
function distinct(slices: readonly PieSlice[]): PieSlice[] {
  const seen = new Map<string, number>();
  return slices.map(({ label, value }) => {
    const shown = quoted(label);
    const times = (seen.get(shown) ?? 0) + 1;
    seen.set(shown, times);
    return { label: times === 1 ? label : `${label} (${times})`, value };
  });
}
