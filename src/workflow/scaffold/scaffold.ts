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

function data({ dataPath, time, key, leaks = [], target }: ScaffoldOptions): Section {
  const dropped = leaks.filter(({ column }) => column !== target);
  const drop = dropped.map(({ column, why }) => {
    const reason = commentText(why ?? "");
    return { item: quoted(column), reason };
  });
  const isPlain = time === undefined && key === undefined && drop.length === 0;
  if (isPlain) return { imports: ["table"], lines: [`  data: table(${quoted(dataPath)}),`] };
  const explained = drop.some(({ reason }) => reason !== "");
  return {
    imports: ["table"],
    lines: [
      `  data: table(${quoted(dataPath)}, {`,
      ...(time === undefined ? [] : [`    time: ${quoted(time)},`]),
      ...keyLines(key),
      ...(drop.length === 0
        ? []
        : ["    // They seem to follow from the target, and wouldn't be known when a prediction is asked for."]),
      ...(explained
        ? [
            "    drop: [",
            ...drop.map(({ item, reason }) => `      ${item},${reason === "" ? "" : ` // ${reason}`}`),
            "    ],",
          ]
        : drop.length === 0
          ? []
          : listed(
              "drop: ",
              drop.map(({ item }) => item),
              4,
            )),
      "  }),",
    ],
  };
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
    ...(typeof key === "string" ? [`unique(${quoted(key)})`] : []),
    ...missing.map(({ name, missing }) => `nulls(${quoted(name)}, { max: ${bound(missing)} })`),
  ];
  if (items.length === 0) return { imports: [], lines: [] };
  return {
    imports: [...(typeof key === "string" ? ["unique"] : []), ...(missing.length > 0 ? ["nulls"] : [])],
    lines: [
      "  // A failed check stops a run before it trains. The bounds leave some room above today's data.",
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
