import { plainLabelsScript } from "./plain-labels.ts";

/** What the page knows of a picture. */
export interface PagePicture {
  /** Names it in the address: "flowchart". */
  readonly id: string;
  /** On its tab: "Mind map". */
  readonly label: string;
  readonly title: string;
  /** What this sort of picture shows. */
  readonly summary: string;
  /** What it was drawn from. */
  readonly source: string;
  readonly text: string;
}

interface Mermaid {
  initialize(config: object): void;
  render(id: string, text: string, place: Element): Promise<{ svg: string }>;
}
declare const mermaid: Mermaid;
declare const plainLabels: (picture: SVGSVGElement) => void;

/**
 * What a page of pictures does in a browser. Its text is written into the page, so it reads nothing from outside itself. Names reach the page
 * as text; what Mermaid draws is markup, which it has cleaned and the page's policy keeps from running or fetching anything.
 */
function page(): void {
  const find = <T extends Element = HTMLElement>(selector: string): T => document.querySelector<T>(selector)!;
  const read = <T>(id: string): T => JSON.parse(find(`#${id}`).textContent!) as T;
  const pictures = read<PagePicture[]>("pictures");
  const stage = find("#stage");
  const tabs = [...document.querySelectorAll<HTMLButtonElement>("nav button")];
  /** Zoom against the picture's own size; null: as large as fits. */
  let zoom: number | null = null;
  let shown = 0;
  /** Of pictures drawn so far: their styles are bound to their names, so no two may have one. */
  let count = 0;
  let size = { width: 1, height: 1 };

  /** A wide place that isn't seen. Squeezed into a narrow window, Mermaid would take words for shorter than they are. */
  const onDesk = async <T>(work: (desk: HTMLElement) => T): Promise<Awaited<T>> => {
    const desk = document.createElement("div");
    desk.className = "desk";
    document.body.append(desk);
    try {
      return await work(desk);
    } finally {
      desk.remove();
    }
  };
  const drawn = (): SVGSVGElement | null => stage.querySelector("svg");
  const isWhole = (): boolean => document.fullscreenElement !== null;
  const fitting = (): number => {
    const across = (stage.clientWidth - 2 * 32) / size.width;
    const down = (stage.clientHeight - 2 * 32) / size.height;
    // On a slide all of it must be seen; in the page one can scroll down.
    return isWhole() ? Math.min(across, down) : Math.min(across, 1.25);
  };

  const resize = (): void => {
    const scale = zoom ?? fitting();
    const picture = drawn();
    if (picture === null) return;
    picture.setAttribute("width", String(size.width * scale));
    picture.setAttribute("height", String(size.height * scale));
    find("#scale").textContent = `${Math.round(scale * 100)} %`;
    stage.classList.toggle("wide", size.width * scale > stage.clientWidth - 8);
    find('[data-do="fit"]').setAttribute("aria-pressed", String(zoom === null));
  };

  const zoomBy = (factor: number): void => {
    const before = zoom ?? fitting();
    zoom = Math.min(8, Math.max(0.05, before * factor));
    const ratio = zoom / before;
    const centre = { x: stage.scrollLeft + stage.clientWidth / 2, y: stage.scrollTop + stage.clientHeight / 2 };
    resize();
    stage.scrollTo(centre.x * ratio - stage.clientWidth / 2, centre.y * ratio - stage.clientHeight / 2);
  };

  const put = (svg: string): void => {
    stage.innerHTML = svg;
    const picture = drawn()!;
    // What stands out over the edge would be cut off.
    const [given, seen] = [picture.viewBox.baseVal, picture.getBBox()];
    const [x, y] = [Math.min(given.x, seen.x), Math.min(given.y, seen.y)];
    const width = Math.max(given.x + given.width, seen.x + seen.width) - x;
    const height = Math.max(given.y + given.height, seen.y + seen.height) - y;
    size = { width, height };
    picture.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    picture.removeAttribute("style");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", `${pictures[shown]!.label}: ${pictures[shown]!.title}`);
    resize();
  };

  const complain = (error: unknown): void => {
    const box = document.createElement("p");
    box.className = "problem";
    box.textContent = `Mermaid can't draw this: ${error instanceof Error ? error.message : String(error)}`;
    stage.replaceChildren(box);
  };

  const show = async (index: number): Promise<void> => {
    const picture = pictures[index]!;
    shown = index;
    zoom = null;
    for (const [i, tab] of tabs.entries()) tab.setAttribute("aria-selected", String(i === index));
    find("#title").textContent = picture.title;
    find("#summary").textContent = picture.summary;
    find("#source").textContent = picture.source;
    find("#text").textContent = picture.text;
    document.title = `${picture.title} (${picture.label})`;
    stage.setAttribute("aria-busy", "true");
    try {
      // The title stands above the picture already.
      const body = picture.text.replace(/^---\ntitle: .*\n---\n/, "").replace(/^---\ntitle: .*\n/, "---\n");
      const { svg } = await onDesk((desk) => mermaid.render(`millrace-${++count}`, body, desk));
      if (shown === index) put(svg);
    } catch (error) {
      if (shown === index) complain(error);
    }
    if (shown === index) stage.removeAttribute("aria-busy");
  };

  const go = (index: number): void => {
    const wanted = (index + pictures.length) % pictures.length;
    if (pictures.length > 1) history.replaceState(null, "", `#${pictures[wanted]!.id}`);
    void show(wanted);
  };

  const copy = async (button: HTMLElement): Promise<void> => {
    try {
      await navigator.clipboard.writeText(pictures[shown]!.text);
      button.textContent = "Copied";
    } catch {
      // Some browsers let no file write to the clipboard: then the text is selected for the reader to do so.
      getSelection()!.selectAllChildren(find("#text"));
      button.textContent = "Selected";
    }
    setTimeout(() => {
      button.textContent = "Copy";
    }, 1500);
  };

  const save = async (): Promise<void> => {
    const picture = drawn()?.cloneNode(true) as SVGSVGElement | undefined;
    if (picture === undefined) return;
    picture.setAttribute("width", String(size.width));
    picture.setAttribute("height", String(size.height));
    picture.setAttribute("style", "background:#fff");
    await onDesk((desk) => {
      desk.append(picture);
      plainLabels(picture);
    });
    const link = document.createElement("a");
    const bytes = new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" });
    link.href = URL.createObjectURL(bytes);
    link.download = `${pictures[shown]!.title.replace(/[^\p{L}\p{N}]+/gu, "-")}-${pictures[shown]!.id}.svg`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  const actions: Record<string, (button: HTMLElement) => void> = {
    in: () => zoomBy(1.25),
    out: () => zoomBy(0.8),
    fit: () => {
      zoom = zoom === null ? 1 : null;
      resize();
    },
    whole: () => void (isWhole() ? document.exitFullscreen() : find("main").requestFullscreen()),
    save: () => void save(),
    copy: (button) => void copy(button),
  };
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("button");
    if (button === null) return;
    if (button.dataset["do"] !== undefined) actions[button.dataset["do"]]!(button);
    else go(tabs.indexOf(button as HTMLButtonElement));
  });

  const keys: Record<string, () => void> = {
    "+": () => zoomBy(1.25),
    "=": () => zoomBy(1.25),
    "-": () => zoomBy(0.8),
    "0": () => actions["fit"]!(stage),
    f: () => actions["whole"]!(stage),
    ArrowRight: () => go(shown + 1),
    ArrowLeft: () => go(shown - 1),
  };
  document.addEventListener("keydown", (event) => {
    // In a zoomed picture the arrows scroll.
    const scrolls = event.key.startsWith("Arrow") && zoom !== null && document.activeElement === stage;
    if (event.ctrlKey || event.metaKey || event.altKey || scrolls) return;
    const action = keys[event.key];
    if (action === undefined || (event.key.startsWith("Arrow") && pictures.length === 1)) return;
    event.preventDefault();
    action();
  });

  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomBy(event.deltaY < 0 ? 1.1 : 1 / 1.1);
    },
    { passive: false },
  );
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType !== "mouse") return;
    const from = { x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop };
    const move = (moved: PointerEvent): void => stage.scrollTo(from.x - moved.clientX, from.y - moved.clientY);
    const stop = (): void => {
      stage.classList.remove("held");
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", stop);
    };
    if (!stage.classList.contains("wide") && stage.scrollHeight <= stage.clientHeight) return;
    event.preventDefault();
    stage.focus({ preventScroll: true });
    stage.classList.add("held");
    addEventListener("pointermove", move);
    addEventListener("pointerup", stop);
  });
  new ResizeObserver(resize).observe(stage);
  addEventListener("hashchange", () => {
    const index = pictures.findIndex(({ id }) => `#${id}` === location.hash);
    if (index !== -1 && index !== shown) void show(index);
  });

  mermaid.initialize({ ...read<object>("configuration"), suppressErrorRendering: true });
  void show(
    Math.max(
      0,
      pictures.findIndex(({ id }) => `#${id}` === location.hash),
    ),
  );
}

/** The script of a page of pictures. */
export const pageScript = `"use strict";\n${plainLabelsScript}\n(${page.toString()})();\n`;
