import type { ColumnKind } from "../../ml/index.ts";
import { defaultCandidateNames, defaultMetrics, defaultSearch } from "../defaults.ts";
import { nameFrom } from "../lint/rules/declaration.ts";
import type { DeclaredTask } from "../specs.ts";
import { commentText, importLines, listed, quoted } from "./source-text.ts";
import {
  boundAndPeopleLines,
  citedLines,
  commentLines,
  gateWishes,
  operationLines,
  whyLines,
  wishList,
} from "./wished-sections.ts";
import type { ScaffoldWishes } from "./wishes.ts";

/** A column as it was read. */
export interface ScaffoldColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Share of rows in which it is missing, 0..1. */
  readonly missing: number;
  /** How its kind was told, for people. */
  readonly why?: string | undefined;
}

/** A column that seems to follow from the target. */
export interface ScaffoldLeak {
  readonly column: string;
  /** What made it suspect, for people. */
  readonly why?: string | undefined;
}

export interface ScaffoldOptions {
  /** Any text; made into a workflow's name. */
  readonly name: string;
  /** Relative to the workflow file. */
  readonly dataPath: string;
  readonly task: DeclaredTask;
  /** Needed for classification and regression. */
  readonly target?: string | undefined;
  readonly positive?: string | undefined;
  readonly time?: string | undefined;
  readonly key?: string | readonly string[] | undefined;
  readonly columns: readonly ScaffoldColumn[];
  readonly leaks?: readonly ScaffoldLeak[] | undefined;
  /** What is known beside the data; where it says nothing, the defaults stand. */
  readonly wishes?: ScaffoldWishes | undefined;
}

/** Columns that get a check of their own; more would hide the rest of the file. */
const checkedColumns = 4;
/** Columns whose being left out is explained. */
const explainedColumns = 3;

/** One section: what it imports, and its lines. */
interface Section {
  readonly imports: readonly string[];
  readonly lines: readonly string[];
}

/** The text of a first workflow file: it runs as it is, and its comments say what was chosen and why. */
export function scaffoldWorkflow(options: ScaffoldOptions): string {
  const sections = [problem, data, checks, split, candidates, gates, operation].map((section) => section(options));
  const head = commentLines(options.wishes?.head, 0);
  return [
    ...(head.length === 0 ? [] : [...head, ""]),
    ...importLines(["defineWorkflow", ...sections.flatMap(({ imports }) => imports)], "millrace"),
    "",
    "export default defineWorkflow({",
    `  name: ${quoted(nameFrom(options.name))},`,
    ...sections.flatMap(({ lines }) => lines),
    "});",
    "",
  ].join("\n");
}

function problem({ task, target, positive, wishes = {} }: ScaffoldOptions): Section {
  const { objective, metric, minimum } = wishes;
  const measured = task === "clustering" || target !== undefined;
  const ranks = "    // Ranks the candidates. Once you know what is good enough, say so with `minimum` and `goal`.";
  return {
    imports: [],
    lines: [
      "  problem: {",
      ...(objective === undefined ? [] : [...whyLines(objective, 4), `    objective: ${quoted(objective.value)},`]),
      `    task: ${quoted(task)},`,
      ...(target === undefined ? [] : [`    target: ${quoted(target)},`]),
      ...(positive === undefined ? [] : [`    positive: ${quoted(positive)},`]),
      ...(measured
        ? [
            ...(minimum === undefined ? [ranks] : []),
            ...whyLines(metric, 4),
            `    metric: ${quoted(metric?.value ?? defaultMetrics[task])},`,
          ]
        : ["    // With a column of known anomalies as `target`, the model is also measured."]),
      ...boundAndPeopleLines(measured ? wishes : { people: wishes.people ?? {} }),
      "  },",
    ],
  };
}

function data(options: ScaffoldOptions): Section {
  const { dataPath, time, key } = options;
  const inner = [
    ...(time === undefined ? [] : [`    time: ${quoted(time)},`]),
    ...keyLines(key),
    ...dropLines(options),
  ];
  const table =
    inner.length === 0
      ? [`  data: table(${quoted(dataPath)}),`]
      : [`  data: table(${quoted(dataPath)}, {`, ...inner, "  }),"];
  return { imports: ["table"], lines: [...citedLines(options.wishes, "data"), ...featurelessLines(options), ...table] };
}

/** What the reader may wonder about: columns that the model doesn't look at. */
function featurelessLines({ columns, time, key, target, leaks = [] }: ScaffoldOptions): string[] {
  const spoken = new Set([time, target, ...[key ?? []].flat(), ...leaks.map(({ column }) => column)]);
  return columns
    .filter(({ name, kind }) => (kind === "id" || kind === "constant") && !spoken.has(name))
    .slice(0, explainedColumns)
    .map(({ name, kind, why }) => {
      const reason = commentText(why ?? "");
      return `  // ${commentText(name)} makes no feature: ${reason === "" ? kind : reason}`;
    });
}

function dropLines({ leaks = [], target }: ScaffoldOptions): string[] {
  const dropped = leaks
    .filter(({ column }) => column !== target)
    .map(({ column, why }) => ({ item: quoted(column), reason: commentText(why ?? "") }));
  if (dropped.length === 0) return [];
  const intro = "    // They seem to follow from the target, and wouldn't be known when a prediction is asked for.";
  if (dropped.every(({ reason }) => reason === ""))
    return [
      intro,
      ...listed(
        "drop: ",
        dropped.map(({ item }) => item),
        4,
      ),
    ];
  const items = dropped.map(({ item, reason }) => `      ${item},${reason === "" ? "" : ` // ${reason}`}`);
  return [intro, "    drop: [", ...items, "    ],"];
}

function keyLines(key: string | readonly string[] | undefined): string[] {
  if (key === undefined) return [];
  return typeof key === "string" ? [`    key: ${quoted(key)},`] : listed("key: ", key.map(quoted), 4);
}

function checks({ columns, key, target, leaks = [], wishes }: ScaffoldOptions): Section {
  const dropped = new Set(leaks.map(({ column }) => column));
  const missing = columns
    .filter(({ name, missing }) => missing > 0 && missing < 1 && name !== target && !dropped.has(name))
    .sort((a, b) => b.missing - a.missing || (a.name < b.name ? -1 : 1))
    .slice(0, checkedColumns);
  const items = [
    ...(target === undefined ? [] : ['noTargetLeak({ severity: "warning" })']),
    ...(typeof key === "string" ? [`unique(${quoted(key)})`] : []),
    ...missing.map(({ name, missing }) => `nulls(${quoted(name)}, { max: ${bound(missing)} })`),
    ...(wishes?.checks === undefined ? [] : ["volume({ min: 1 })"]),
  ];
  if (items.length === 0) return { imports: [], lines: [] };
  return {
    imports: items.map((item) => item.slice(0, item.indexOf("("))),
    lines: [
      ...citedLines(wishes, "checks"),
      ...whyLines(wishes?.checks, 2),
      "  // A failed check stops a run before it trains; bounds leave some room above today's data.",
      ...listed("checks: ", items, 2),
    ],
  };
}

/** A share with room above it, in steps of 0.05. */
function bound(share: number): number {
  return Math.min(1, Number((Math.ceil((share + 0.025) * 20) / 20).toFixed(2)));
}

function split({ task, time, wishes }: ScaffoldOptions): Section {
  const test = wishes?.testShare;
  const share = test === undefined ? "A fifth" : `${Number((test.value * 100).toFixed(6))} %`;
  const [name, why] =
    time !== undefined
      ? ["byTime", "Trains on earlier rows and tests on the latest, as it will be used."]
      : task === "classification"
        ? ["stratified", `${share} of the rows is kept for the test, with the same share of each class.`]
        : ["random", `${share} of the rows is kept for the test.`];
  return {
    imports: [name!],
    lines: [
      ...citedLines(wishes, "split"),
      ...whyLines(test, 2),
      `  // ${why}`,
      `  split: ${name}({ test: ${test?.value ?? 0.2} }),`,
    ],
  };
}

function candidates({ task, wishes = {} }: ScaffoldOptions): Section {
  const wished = wishes.estimators ?? [];
  const tried = wished.length > 0 ? wished : defaultCandidateNames[task].map((value) => ({ value, why: "" }));
  const trials = wishes.trials?.value ?? defaultSearch.trials;
  const folds = wishes.folds?.value ?? defaultSearch.folds;
  const baseline = task === "classification" || task === "regression" ? " A baseline is always among them." : "";
  return {
    imports: tried.map(({ value }) => value),
    lines: [
      ...citedLines(wishes, "candidates"),
      `  // Tried against each other on the training rows.${baseline}`,
      ...wishList(
        "candidates: ",
        tried.map(({ value, why }) => ({ value: `${value}()`, why })),
      ),
      ...whyLines(wishes.trials, 2),
      ...whyLines(wishes.folds === undefined || wishes.folds.why === wishes.trials?.why ? undefined : wishes.folds, 2),
      `  search: { method: ${quoted(defaultSearch.method)}, trials: ${trials}, folds: ${folds} },`,
    ],
  };
}

function gates({ task, target, wishes = {} }: ScaffoldOptions): Section {
  const cited = citedLines(wishes, "gates");
  if (task === "anomaly" && target === undefined) {
    const latencyMs = wishes.latencyMs ?? { value: 50, why: "" };
    const lines = ["  // Must hold before a model is registered.", ...wishList("gates: ", gateWishes({ latencyMs }))];
    return { imports: ["latency"], lines: [...cited, ...lines] };
  }
  const wished = gateWishes(wishes);
  const all = wishes.minimum === undefined ? [{ value: "betterThanBaseline()", why: "" }, ...wished] : wished;
  return {
    imports: all.map(({ value }) => value.slice(0, value.indexOf("("))),
    lines: [...cited, "  // Must hold on the test rows before a model is registered.", ...wishList("gates: ", all)],
  };
}

function operation({ wishes }: ScaffoldOptions): Section {
  return { imports: [], lines: wishes === undefined ? [] : operationLines(wishes) };
}
