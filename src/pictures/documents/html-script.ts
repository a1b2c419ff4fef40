interface Mermaid {
  initialize(config: object): void;
  render(id: string, text: string, container?: Element): Promise<{ svg: string }>;
}
declare const mermaid: Mermaid;

/** Draws the diagrams of a page, one after the other. Its text is written into the page, so it reads nothing from outside itself. */
function drawPage(): void {
  const read = (id: string): unknown => JSON.parse(document.getElementById(id)!.textContent!);

  const resize = (figure: HTMLElement): void => {
    const picture = figure.querySelector("svg")!;
    const box = picture.viewBox.baseVal.width > 0 ? picture.viewBox.baseVal : picture.getBBox();
    picture.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    picture.removeAttribute("width");
    picture.removeAttribute("height");
    // Never larger than its own size, and never so small that its words can't be read: then it scrolls.
    const width = Math.round(box.width);
    picture.style.cssText = `width:100%;max-width:${width}px;min-width:${Math.round(0.5 * width)}px`;
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", `${figure.dataset["kind"]}: ${figure.dataset["title"]}`);
  };

  const draw = async (figure: HTMLElement, index: number): Promise<boolean> => {
    const text = figure.querySelector("pre")!;
    // Mermaid measures words where it draws: in a place that is too narrow they would come out too small. A Gantt is as wide
    // as its place.
    const bench = document.createElement("div");
    bench.style.cssText = `position:absolute;left:-10000px;top:0;width:${figure.dataset["kind"] === "gantt" ? 1100 : 5000}px`;
    document.body.append(bench);
    try {
      // The caption stands for the title.
      const { svg } = await mermaid.render(
        `millrace-picture-${index}`,
        text.textContent!.replace(/^---\ntitle: .*\n/, "---\n").replace(/^---\n---\n/, ""),
        bench,
      );
      const stage = document.createElement("div");
      stage.className = "stage";
      stage.tabIndex = 0;
      stage.innerHTML = svg;
      text.replaceWith(stage);
      resize(figure);
      return true;
    } catch (error) {
      const note = document.createElement("p");
      note.className = "problem";
      note.textContent = `Mermaid can't draw this: ${error instanceof Error ? error.message : String(error)}`;
      figure.prepend(note);
      return false;
    } finally {
      bench.remove();
    }
  };

  const drawAll = async (): Promise<void> => {
    mermaid.initialize({ ...(read("configuration") as object), suppressErrorRendering: true });
    let drawn = 0;
    for (const [index, figure] of [...document.querySelectorAll<HTMLElement>("figure.diagram")].entries()) {
      if (await draw(figure, index)) drawn++;
    }
    document.documentElement.dataset["drawn"] = String(drawn);
  };
  void drawAll();
}

/** Opens what is folded before the page is printed, and marks in the contents where the reader is. */
function livePage(): void {
  const wasOpen = new Map<HTMLDetailsElement, boolean>();
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details")) {
      wasOpen.set(part, part.open);
      part.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const [part, open] of wasOpen) part.open = open;
  });

  const links = [...document.querySelectorAll<HTMLAnchorElement>("nav a")];
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        for (const link of links) link.classList.toggle("here", link.hash === `#${target.id}`);
      }
    },
    { rootMargin: "-10% 0px -80% 0px" },
  );
  for (const part of document.querySelectorAll("section[id]")) seen.observe(part);
}

/** The script of a document. */
export const documentScript = `"use strict";\n(${livePage.toString()})();\n(${drawPage.toString()})();\n`;
