import { isMillraceError } from "../../errors/index.ts";
import { type DiagramKind, diagramTable, drawDiagram } from "../diagrams/index.ts";
import type { Subject, View } from "../subject.ts";
import type { Block } from "./document.ts";

/** A diagram of a subject as a block; null where no diagram of that kind has anything to draw of this view. */
export function pictureOf(subject: Subject, view: View, kind: DiagramKind, aspect?: string): Block | null {
  const diagram = diagramTable.find((one) => one.kind === kind);
  if (diagram?.of[view] === undefined) return null;
  if (aspect !== undefined && diagram.aspects?.[aspect] === undefined) return null;
  try {
    const drawing = drawDiagram(kind, { ...subject, asked: view }, { aspect });
    if (drawing.view !== view) return null;
    const shows = aspect === undefined ? diagram.summary : diagram.aspects![aspect]!;
    return { kind: "diagram", drawing, caption: `${capital(shows)}. ${sourceOf(drawing.text)}` };
  } catch (error) {
    if (isMillraceError(error, "PICTURE_NOTHING_TO_DRAW") || isMillraceError(error, "PICTURE_ASPECT_EMPTY"))
      return null;
    throw error;
  }
}

/** Every diagram of a view, in the table's order: each aspect of it. */
export function picturesOf(subject: Subject, view: View): { readonly kind: DiagramKind; readonly blocks: Block[] }[] {
  return diagramTable
    .map(({ kind, aspects }) => ({
      kind,
      blocks: (aspects === undefined ? [undefined] : Object.keys(aspects))
        .map((aspect) => pictureOf(subject, view, kind, aspect))
        .filter((block) => block !== null),
    }))
    .filter(({ blocks }) => blocks.length > 0);
}

/** The first remark of a drawing says what it was drawn from. */
function sourceOf(text: string): string {
  const source = /^%% Drawn by Millrace (.*)$/m.exec(text)?.[1];
  return source === undefined ? "" : `Drawn ${source}.`;
}

/** A sentence's beginning. */
export function capital(text: string): string {
  return text === "" ? text : text[0]!.toUpperCase() + text.slice(1);
}
