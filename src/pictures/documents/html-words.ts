import { intervalText } from "../../evaluation/index.ts";
import { escapedHtml } from "../rendering/sealed-page.ts";
import { type Inline, parts, type Words } from "./document.ts";
import { plainText } from "./plain-text.ts";

/** Text inside HTML: whatever a user calls something is text, never markup. */

/** A text that stands between tags or in a quoted attribute. */
export function htmlText(text: string): string {
  return escapedHtml(plainText(text));
}

/** Words with their marks. */
export function htmlWords(words: Words): string {
  return parts(words)
    .map((part) => (typeof part === "string" ? htmlText(part) : inline(part)))
    .join("");
}

function inline(part: Inline): string {
  switch (part.kind) {
    case "strong":
      return `<strong>${htmlText(part.text)}</strong>`;
    case "code":
      // A digest may break anywhere, a name only where it must.
      return `<code${part.text.length > 32 ? ' class="long"' : ""}>${htmlText(part.text)}</code>`;
    case "muted":
      return `<span class="quiet">${htmlText(part.text)}</span>`;
    case "link":
      return `<a href="${htmlText(part.to)}">${htmlText(part.text)}</a>`;
    case "mark":
      return `<span class="mark ${part.tone}">${htmlText(part.text)}</span>`;
    case "bar":
      return `<span class="bar ${part.tone}" aria-hidden="true"><i style="width:${percent(part.share)}"></i></span>`;
    case "range":
      return htmlRange(part);
  }
}

function percent(share: number): string {
  return `${(100 * Math.min(1, Math.max(0, share))).toFixed(1)}%`;
}

/** A dot on a line on a scale, with a stroke where the bound is, and the figures behind it. */
function htmlRange({ estimate, scale: [from, to], bound }: Extract<Inline, { kind: "range" }>): string {
  const { value, low, high } = estimate;
  const at = (one: number): string =>
    (4 + 152 * Math.min(1, Math.max(0, to === from ? 0.5 : (one - from) / (to - from)))).toFixed(1);
  const line =
    low === null || high === null ? "" : `<line class="span" x1="${at(low)}" x2="${at(high)}" y1="9" y2="9"/>`;
  const limit = bound === null ? "" : `<line class="bound" x1="${at(bound)}" x2="${at(bound)}" y1="1" y2="17"/>`;
  const dot = value === null ? "" : `<circle cx="${at(value)}" cy="9" r="4"/>`;
  const said = htmlText(intervalText(estimate, null).interval);
  return `<span class="range"><svg viewBox="0 0 160 18" width="160" height="18" aria-hidden="true"><line class="axis" x1="0" x2="160" y1="9" y2="9"/>${limit}${line}${dot}</svg><span class="figures">${said}</span></span>`;
}
