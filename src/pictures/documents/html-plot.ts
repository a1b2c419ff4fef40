import type { Plot } from "./document.ts";
import { htmlText } from "./html-words.ts";

const size = 260;
const left = 54;
const top = 10;

/** A curve over the unit square as SVG, with the diagonal that it is read against. */
export function htmlPlot({ title, x, y, points, diagonal, marks }: Plot): string {
  const at = (point: { readonly x: number; readonly y: number }): string =>
    `${(left + point.x * size).toFixed(1)},${(top + (1 - point.y) * size).toFixed(1)}`;
  const path = `<polyline class="curve" points="${points.map(at).join(" ")}"/>`;
  const heaviest = Math.max(1, ...points.map(({ weight = 0 }) => weight));
  const dots = points.map((point) => {
    const [cx, cy] = at(point).split(",");
    const radius = 3 + 6 * Math.sqrt((point.weight ?? 0) / heaviest);
    return `<circle cx="${cx}" cy="${cy}" r="${radius.toFixed(1)}"/>`;
  });
  const reference =
    diagonal === undefined
      ? ""
      : `<line class="diagonal" x1="${left}" y1="${top + size}" x2="${left + size}" y2="${top}"/>`;
  const below = diagonal === undefined ? "" : ` The dashed diagonal is ${htmlText(diagonal)}.`;
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap(tick);
  return `<figure class="plot"><svg viewBox="0 0 ${left + size + 16} ${top + size + 44}" role="img" aria-label="${htmlText(`${title}: ${y} over ${x}`)}">
${ticks.join("")}
${reference}
${path}${marks === "points" ? dots.join("") : ""}
<text x="${left + size / 2}" y="${top + size + 38}" text-anchor="middle">${htmlText(x)}</text>
<text x="14" y="${top + size / 2}" text-anchor="middle" transform="rotate(-90 14 ${top + size / 2})">${htmlText(y)}</text>
</svg><figcaption><strong>${htmlText(title)}</strong>${below}</figcaption></figure>`;
}

function tick(share: number): string[] {
  const [x, y] = [left + share * size, top + (1 - share) * size];
  return [
    `<line class="grid" x1="${left}" x2="${left + size}" y1="${y}" y2="${y}"/>`,
    `<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${top + size}"/>`,
    `<text class="tick" x="${x}" y="${top + size + 17}" text-anchor="middle">${share}</text>`,
    `<text class="tick" x="${left - 7}" y="${y + 4}" text-anchor="end">${share}</text>`,
  ];
}
