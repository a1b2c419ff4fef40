import type { Field } from "../../ml/pipeline/index.ts";
import type { Deployment } from "../../serving/index.ts";
import { type Html, html } from "./html.ts";

/** Fields shown at once; the rest unfold. */
const fieldsShown = 12;

/** A model with a form that asks it, filled in with a typical row. */
export function modelCard(deployment: Deployment, origin: string): Html {
  const { name, predictor, versionName, digest, aliases } = deployment;
  const fields = predictor.schema.filter(({ required }) => required);
  const row = Object.fromEntries(fields.map((field) => [field.name, exampleValue(field)]));
  const url = `/predict/${encodeURIComponent(name)}`;
  const curl = `curl -s ${origin}${url} \\\n  -H 'content-type: application/json' \\\n  -d '${JSON.stringify(row).replaceAll("'", "'\\''")}'`;
  const rest = fields.slice(fieldsShown);
  return html`<article class="card model" id="model-${name}">
  <header>
    <div>
      <h3>${name}</h3>
      <p class="quiet">${describe(deployment)}</p>
    </div>
    <div class="tags">${aliases.map((alias) => html`<span class="tag accent">${alias}</span>`)}<span class="tag">version ${versionName}</span><span class="tag mono" title="${digest}">${digest.replace("sha256:", "").slice(0, 10)}</span></div>
  </header>
  <form class="try" data-url="${url}" data-origin="${origin}" autocomplete="off">
    <div class="fields">${fields.slice(0, fieldsShown).map((field) => fieldInput(field, name))}</div>
    ${rest.length === 0 ? undefined : html`<details><summary>${rest.length} more fields</summary><div class="fields">${rest.map((field) => fieldInput(field, name))}</div></details>`}
    <div class="actions"><button type="submit">Predict</button><span class="quiet">Empty fields are sent as <code>null</code>: missing.</span></div>
  </form>
  <section class="answer" aria-live="polite" hidden></section>
  <details class="code"><summary>As a command</summary><button type="button" class="copy">Copy</button><pre class="curl">${curl}</pre></details>
</article>`;
}

function describe({ predictor }: Deployment): string {
  const { target, task, classes, estimator } = predictor;
  const what = target === null ? task : `Predicts ${target}`;
  const labels = classes.length === 0 ? "" : `: ${classes.slice(0, 6).join(", ")}${classes.length > 6 ? ", …" : ""}`;
  return `${what}${labels} · ${estimator.name}`;
}

function fieldInput(field: Field, model: string): Html {
  const id = `${model}/${field.name}`;
  return html`<label for="${id}"><span class="name" title="${field.name}">${field.name}</span>${control(field, id)}<small>${hint(field)}</small></label>`;
}

function control(field: Field, id: string): Html {
  const value = exampleValue(field);
  if (field.kind === "boolean") {
    return html`<select id="${id}" name="${field.name}" data-kind="boolean"><option value=""></option><option ${selected(value === true)}>true</option><option ${selected(value === false)}>false</option></select>`;
  }
  if (field.storage === "codes" && field.dictionary !== null && field.dictionary.length <= 60) {
    const options = field.dictionary.map(
      (label) => html`<option value="${label}" ${selected(label === value)}>${label}</option>`,
    );
    return html`<select id="${id}" name="${field.name}" data-kind="text"><option value=""></option>${options}</select>`;
  }
  const kind = field.storage === "codes" || field.kind === "date" ? "text" : "number";
  const inputMode = kind === "number" ? "decimal" : "text";
  return html`<input id="${id}" name="${field.name}" data-kind="${kind}" inputmode="${inputMode}" value="${value === null ? "" : String(value)}">`;
}

function selected(is: boolean): Html {
  return is ? html`selected` : html``;
}

function hint(field: Field): string {
  if (field.storage === "codes") return `${field.kind}, ${field.distinct} seen`;
  if (field.range === null || field.kind === "boolean") return field.kind;
  const [low, high] = field.range;
  if (field.kind === "date") return `date, ${dateText(low)} to ${dateText(high)}`;
  return `${field.kind}, ${shortNumber(low)} to ${shortNumber(high)}`;
}

/** A value that the model has seen the like of. */
export function exampleValue(field: Field): string | number | boolean | null {
  if (field.storage === "codes") return field.dictionary?.[0] ?? null;
  if (field.range === null) return null;
  const [low, high] = field.range;
  if (field.kind === "boolean") return high >= 1;
  if (field.kind === "date") return dateText(high);
  const middle = (low + high) / 2;
  return Number.isInteger(low) && Number.isInteger(high) ? Math.round(middle) : Number(middle.toPrecision(4));
}

function dateText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
