/**
 * What the docs page does in a browser. It is sent as the text of this one function (see `pageScript`), so it reads nothing
 * from outside itself, and writes into the page only as text, never as markup.
 */
function page(): void {
  const element = (tag: string, className: string, text = ""): HTMLElement => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const readControl = (control: HTMLInputElement | HTMLSelectElement): string | number | boolean | null => {
    const text = control.value;
    if (text === "") return null;
    if (control.dataset["kind"] === "boolean") return text === "true";
    // What isn't a number is sent as it is: the server's answer then names the field.
    if (control.dataset["kind"] === "number" && text.trim() !== "" && !Number.isNaN(Number(text))) return Number(text);
    return text;
  };

  const rowOf = (form: HTMLFormElement): Record<string, unknown> => {
    const controls = form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select");
    return Object.fromEntries([...controls].map((control) => [control.name, readControl(control)]));
  };

  const curlOf = (form: HTMLFormElement): string => {
    const body = JSON.stringify(rowOf(form)).replaceAll("'", "'\\''");
    const url = `${form.dataset["origin"]}${form.dataset["url"]}`;
    return `curl -s ${url} \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`;
  };

  const probabilityBars = (probabilities: Record<string, number>): HTMLElement => {
    const list = element("div", "bars");
    const sorted = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
    for (const [label, probability] of sorted.slice(0, 8)) {
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.value = probability;
      list.append(
        element("span", "label", label),
        bar,
        element("span", "number", `${(probability * 100).toFixed(1)} %`),
      );
    }
    return list;
  };

  const show = (answer: HTMLElement, reply: Reply, milliseconds: number): void => {
    answer.replaceChildren();
    answer.hidden = false;
    answer.classList.toggle("failed", reply.error !== undefined);
    if (reply.error !== undefined) {
      answer.append(element("strong", "", reply.error.message), element("p", "quiet", reply.error.fix));
      return;
    }
    const first = reply.predictions![0]!;
    const head = element("div", "result");
    head.append(element("span", "quiet", "Prediction"), element("strong", "value", String(first.prediction)));
    answer.append(head);
    if (first.probabilities !== undefined) answer.append(probabilityBars(first.probabilities));
    for (const { field, message } of reply.warnings ?? [])
      answer.append(element("p", "warning", `${field}: ${message}`));
    const source = `version ${reply.version ?? "of a run"} · ${milliseconds.toFixed(0)} ms there and back`;
    answer.append(element("p", "quiet", source));
    const raw = document.createElement("details");
    raw.append(element("summary", "", "The whole answer"), element("pre", "", JSON.stringify(reply, null, 2)));
    answer.append(raw);
  };

  interface Reply {
    readonly error?: { readonly message: string; readonly fix: string };
    readonly version?: number | null;
    readonly predictions?: readonly { prediction: unknown; probabilities?: Record<string, number> }[];
    readonly warnings?: readonly { readonly field: string; readonly message: string }[];
  }

  const ask = async (form: HTMLFormElement): Promise<void> => {
    const answer = form.parentElement!.querySelector<HTMLElement>(".answer")!;
    const button = form.querySelector<HTMLButtonElement>("button")!;
    button.disabled = true;
    const started = performance.now();
    try {
      const response = await fetch(form.dataset["url"]!, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(rowOf(form)),
      });
      show(answer, (await response.json()) as Reply, performance.now() - started);
    } catch {
      show(answer, { error: { message: "The server doesn't answer.", fix: "Is it still running?" } }, 0);
    } finally {
      button.disabled = false;
    }
  };

  for (const form of document.querySelectorAll<HTMLFormElement>("form.try")) {
    const curl = form.parentElement!.querySelector<HTMLElement>(".curl")!;
    const copy = form.parentElement!.querySelector<HTMLButtonElement>(".copy")!;
    form.addEventListener("input", () => {
      curl.textContent = curlOf(form);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void ask(form);
    });
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(curl.textContent ?? "");
      copy.textContent = "Copied";
      setTimeout(() => {
        copy.textContent = "Copy";
      }, 1500);
    });
  }
}

/** The script of the docs page. */
export const pageScript = `"use strict";\n(${page.toString()})();\n`;
