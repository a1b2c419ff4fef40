import type { IntervalRecord } from "../../store/index.ts";

/** Bars and intervals out of characters, for texts that hold no pictures. */

const rangeWidth = 25;
const barWidth = 16;

/** "····├──●──┤┆···": interval, value and bound on a scale. */
export function textRange(
  { value, low, high }: IntervalRecord,
  [from, to]: readonly [from: number, to: number],
  bound: number | null,
): string {
  const cells: string[] = new Array(rangeWidth).fill("·");
  const at = (one: number): number => {
    const share = to === from ? 0.5 : (one - from) / (to - from);
    return Math.round(Math.min(1, Math.max(0, share)) * (rangeWidth - 1));
  };
  if (low !== null && high !== null) {
    for (let i = at(low); i <= at(high); i++) cells[i] = "─";
    cells[at(low)] = "├";
    cells[at(high)] = "┤";
  }
  if (bound !== null) cells[at(bound)] = "┆";
  if (value !== null) cells[at(value)] = "●";
  return cells.join("");
}

/** "████████········", a sixteenth a character; what is there shows at least as one. */
export function textBar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  const shown = share > 0 ? Math.max(1, filled) : 0;
  return "█".repeat(shown) + "·".repeat(barWidth - shown);
}
