/**
 * Turns labels that are HTML within a picture into text of SVG itself, line by line where the browser has broken them: other programs (slides,
 * drawing programs) know no HTML. The picture must be laid out. Its text runs in a browser, so it reads nothing from outside itself.
 */
function plainLabels(picture: SVGSVGElement): void {
  const make = (name: string, attributes: Record<string, string | number>): SVGElement => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  };
  const ruler = document.createElement("canvas").getContext("2d")!;

  /** Pieces of a text that stand side by side, with where they stand on the screen. */
  const linesOf = (node: Text): { text: string; box: DOMRect }[] => {
    const lines: { text: string; box: DOMRect }[] = [];
    const range = document.createRange();
    let from = 0;
    for (const character of node.data) {
      range.setStart(node, from);
      from += character.length;
      range.setEnd(node, from);
      const box = range.getBoundingClientRect();
      const last = lines.at(-1);
      if (box.width === 0) continue;
      if (last === undefined || box.top > last.box.top + box.height / 2) lines.push({ text: character, box });
      else {
        const left = Math.min(last.box.left, box.left);
        const right = Math.max(last.box.right, box.right);
        last.text += character;
        last.box = new DOMRect(left, last.box.top, right - left, last.box.height);
      }
    }
    return lines;
  };

  for (const label of picture.querySelectorAll("foreignObject")) {
    const toLabel = label.getScreenCTM()!.inverse();
    const at = (x: number, y: number): DOMPoint => new DOMPoint(x, y).matrixTransform(toLabel);
    const group = make("g", {});
    for (const element of label.querySelectorAll("*")) {
      const { backgroundColor } = getComputedStyle(element);
      if (/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) continue;
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const [start, end] = [at(left, top), at(right, bottom)];
      const box = { x: start.x, y: start.y, width: end.x - start.x, height: end.y - start.y };
      group.append(make("rect", { ...box, style: `fill:${backgroundColor};stroke:none;opacity:1` }));
    }
    const nodes = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
      const style = getComputedStyle(node.parentElement!);
      const { color, fontSize, fontWeight, fontStyle, fontFamily, textAlign } = style;
      ruler.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
      for (const { text, box } of linesOf(node as Text)) {
        const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = ruler.measureText(text);
        const isCentred = textAlign === "center";
        const { x, y } = at(
          isCentred ? (box.left + box.right) / 2 : box.left,
          box.top + (box.height * above) / (above + below),
        );
        const look = `fill:${color};stroke:none;font-size:${fontSize};font-weight:${fontWeight};font-style:${fontStyle}`;
        const words = make("text", { x, y, style: `${look};text-anchor:${isCentred ? "middle" : "start"}` });
        words.textContent = text;
        group.append(words);
      }
    }
    label.replaceWith(group);
  }
}

/** Makes `plainLabels` a name of the script that it is put before. */
export const plainLabelsScript = `const plainLabels = ${plainLabels.toString()};`;
