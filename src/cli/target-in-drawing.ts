import type { SnapshotManifest } from "../data/index.ts";
import type { Sketch } from "../pictures/index.ts";

const predicts = /predict|forecast|target|classif|vorhersag|detect|estimate/i;
/** A column of one or two letters stands in every text. */
const shortestName = 3;

/** The column that a drawing says is predicted: it is named beside "predict", or in the title. */
export function targetInDrawing(
  { title, parts, notUnderstood }: Sketch,
  { columns }: Pick<SnapshotManifest, "columns">,
): { readonly column: string; readonly line: number } | undefined {
  const told = [...parts, ...notUnderstood].filter(({ text }) => predicts.test(text));
  for (const { line, text } of [...(title === null ? [] : [{ line: 1, text: title }]), ...told]) {
    const words = ` ${spaced(text)} `;
    const found = columns.find(
      ({ name, distinct }) => distinct > 1 && name.length >= shortestName && words.includes(` ${spaced(name)} `),
    );
    if (found !== undefined) return { column: found.name, line };
  }
  return undefined;
}

function spaced(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
