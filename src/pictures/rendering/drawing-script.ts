import { plainLabelsScript } from "./plain-labels.ts";

/** A picture as a browser drew it, or what Mermaid has against its text. Sizes are CSS pixels. */
export type Drawn =
  | { readonly svg: string; readonly width: number; readonly height: number }
  | { readonly refused: string };

interface Mermaid {
  initialize(config: object): void;
  render(id: string, text: string, place: Element): Promise<{ svg: string }>;
}
declare const mermaid: Mermaid;
declare const plainLabels: (picture: SVGSVGElement) => void;

/** What is asked of the page. */
export interface DrawingOrder {
  /** Unique in a document that the picture may be put into: its styles are bound to it. */
  readonly id: string;
  readonly text: string;
  readonly configuration: object;
  /** Around it, in CSS pixels. */
  readonly margin: number;
  /** Labels as text of SVG itself, for programs that know no HTML. */
  readonly isPlain: boolean;
}

/**
 * Draws into the page that it runs in, alone on white. Its text runs in a browser, so it reads nothing from outside itself but Mermaid and
 * `plainLabels`.
 */
async function draw({ id, text, configuration, margin, isPlain }: DrawingOrder): Promise<Drawn> {
  mermaid.initialize({ ...configuration, suppressErrorRendering: true });
  // Mermaid measures in dots of the screen: where a picture is squeezed into a narrow page, it takes words for shorter than they are.
  const desk = document.createElement("div");
  desk.style.cssText = "position:absolute;left:0;top:0;width:4000px;visibility:hidden";
  document.body.replaceChildren(desk);
  let svg: string;
  try {
    ({ svg } = await mermaid.render(id, text, desk));
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
  document.body.innerHTML = svg;
  document.body.style.margin = "0";
  document.body.style.padding = `${margin}px`;
  document.body.style.width = "max-content";
  const picture = document.body.querySelector("svg")!;
  // What stands out over the edge would be cut off.
  const [given, seen] = [picture.viewBox.baseVal, picture.getBBox()];
  const [x, y] = [Math.min(given.x, seen.x), Math.min(given.y, seen.y)];
  const width = Math.max(given.x + given.width, seen.x + seen.width) - x;
  const height = Math.max(given.y + given.height, seen.y + seen.height) - y;
  picture.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  picture.setAttribute("width", String(width));
  picture.setAttribute("height", String(height));
  picture.style.cssText = "display:block;background:#fff";
  if (isPlain) plainLabels(picture);
  // Programs that know no style of the root show the paper all the same.
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x, y, width, height })) paper.setAttribute(name, String(value));
  paper.setAttribute("style", "fill:#fff;stroke:none");
  picture.prepend(paper);
  return { svg: new XMLSerializer().serializeToString(picture), width, height };
}

/** The expression that draws a picture in a page that has Mermaid. */
export function drawingExpression(order: DrawingOrder): string {
  return `{ ${plainLabelsScript} (${draw.toString()})(${JSON.stringify(order)}) }`;
}
