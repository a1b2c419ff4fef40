import type { ColumnKind } from "../../ml/index.ts";
import { defaultCandidateNames, defaultMetrics, defaultSearch } from "../defaults.ts";
import { nameFrom } from "../lint/rules/declaration.ts";
import type { DeclaredTask } from "../specs.ts";
import { commentText, importLines, listed, quoted } from "./source-text.ts";

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
  const sections = [problem, data, checks, split, candidates, gates].map((section) => section(options));
  return [
    ...importLines(["defineWorkflow", ...sections.flatMap(({ imports }) => imports)], "millrace"),
    "",
    "export default defineWorkflow({",
    `  name: ${quoted(nameFrom(options.name))},`,
    ...sections.flatMap(({ lines }) => lines),
    "});",
    "",
  ].join("\n");
}

function problem({ task, target, positive }: ScaffoldOptions): Section {
  const metric = defaultMetrics[task];
  const measured = task === "clustering" || target !== undefined;
  return {
    imports: [],
    lines: [
      "  problem: {",
      `    task: ${quoted(task)},`,
      ...(target === undefined ? [] : [`    target: ${quoted(target)},`]),
      ...(positive === undefined ? [] : [`    positive: ${quoted(positive)},`]),
      ...(measured
        ? [
            "    // Ranks the candidates. Once you know what is good enough, say so with `minimum` and `goal`.",
            `    metric: ${quoted(metric)},`,
          ]
        : ["    // With a column of known anomalies as `target`, the model is also measured."]),
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
  return { imports: ["table"], lines: [...featurelessLines(options), ...table] };
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

function checks({ columns, key, target, leaks = [] }: ScaffoldOptions): Section {
  const dropped = new Set(leaks.map(({ column }) => column));
  const missing = columns
    .filter(({ name, missing }) => missing > 0 && missing < 1 && name !== target && !dropped.has(name))
    .sort((a, b) => b.missing - a.missing || (a.name < b.name ? -1 : 1))
    .slice(0, checkedColumns);
  const items = [
    ...(target === undefined ? [] : ['noTargetLeak({ severity: "warning" })']),
    ...(typeof key === "string" ? [`unique(${quoted(key)})`] : []),
    ...missing.map(({ name, missing }) => `nulls(${quoted(name)}, { max: ${bound(missing)} })`),
  ];
  if (items.length === 0) return { imports: [], lines: [] };
  return {
    imports: items.map((item) => item.slice(0, item.indexOf("("))),
    lines: [
      "  // A failed check stops a run before it trains; bounds leave some room above today's data.",
      ...listed("checks: ", items, 2),
    ],
  };
}

/** A share with room above it, in steps of 0.05. */
function bound(share: number): number {
  return Math.min(1, Number((Math.ceil((share + 0.025) * 20) / 20).toFixed(2)));
}

function split({ task, time }: ScaffoldOptions): Section {
  const [name, why] =
    time !== undefined
      ? ["byTime", "Trains on earlier rows and tests on the latest, as it will be used."]
      : task === "classification"
        ? ["stratified", "A fifth of the rows is kept for the test, with the same share of each class."]
        : ["random", "A fifth of the rows is kept for the test."];
  return { imports: [name!], lines: [`  // ${why}`, `  split: ${name}({ test: 0.2 }),`] };
}

function candidates({ task }: ScaffoldOptions): Section {
  const names = defaultCandidateNames[task];
  const { method, trials, folds } = defaultSearch;
  const baseline = task === "classification" || task === "regression" ? " A baseline is always among them." : "";
  return {
    imports: names,
    lines: [
      `  // Tried against each other on the training rows.${baseline}`,
      ...listed(
        "candidates: ",
        names.map((name) => `${name}()`),
        2,
      ),
      `  search: { method: ${quoted(method)}, trials: ${trials}, folds: ${folds} },`,
    ],
  };
}

function gates({ task, target }: ScaffoldOptions): Section {
  if (task === "anomaly" && target === undefined) {
    return {
      imports: ["latency"],
      lines: ["  // Must hold before a model is registered.", "  gates: [latency({ p99Ms: 50 })],"],
    };
  }
  return {
    imports: ["betterThanBaseline"],
    lines: ["  // Must hold on the test rows before a model is registered.", "  gates: [betterThanBaseline()],"],
  };
}
