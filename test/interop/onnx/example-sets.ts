import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  type Accepts,
  type Column,
  columns,
  type Estimator,
  type Expression,
  expressionOf,
  type FittedPipeline,
  Frame,
  findEstimator,
  fitPipeline,
  gradientBoosting,
  linearRegression,
  logisticRegression,
  parseIsoDate,
  randomForest,
  type Target,
} from "../../../src/ml/index.ts";

const data = process.env["MILLRACE_DATA"] ?? "";
const c = columns();

/** A data set with its target and what is left out of it. */
interface ExampleSet {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  readonly task: "binary" | "multiclass" | "regression";
  readonly drop: readonly string[];
  /** Classes from labels, where they aren't the labels themselves. */
  readonly label?: (text: string) => string;
  readonly expressions?: Readonly<Record<string, Expression>>;
}

export const exampleSets: readonly ExampleSet[] = [
  {
    name: "bird strikes",
    file: new URL("../../../node_modules/vega-datasets/data/birdstrikes.csv", import.meta.url).pathname,
    target: "Effect Amount of damage",
    task: "binary",
    drop: ["Cost Other", "Cost Repair", "Cost Total $"],
    label: (text) => (text === "None" ? "false" : "true"),
    expressions: {
      fast: expressionOf(c["Speed IAS in knots"]!.gt(180)),
      month: expressionOf(c["Flight Date"]!.month()),
    },
  },
  { name: "telco", file: join(data, "telco_churn.csv.gz"), target: "Churn", task: "binary", drop: ["customerID"] },
  { name: "diamonds", file: join(data, "diamonds.csv.gz"), target: "price", task: "regression", drop: [] },
  { name: "letter", file: join(data, "letter_recognition.csv.gz"), target: "letter", task: "multiclass", drop: [] },
  { name: "bank", file: join(data, "bank_marketing.csv.gz"), target: "y", task: "binary", drop: ["duration"] },
];

/** The set's pipelines, fitted on four rows of five, and the other rows. */
export function fitExample(set: ExampleSet): { name: string; fitted: () => FittedPipeline; held: Frame }[] {
  const all = readCsv(set.file);
  const [train, held] = [takeRows(all, (row) => row % 5 !== 0), takeRows(all, (row) => row % 5 === 0)];
  const linear = set.task === "regression" ? linearRegression() : logisticRegression({ strength: 1 });
  const estimators: Estimator[] = [gradientBoosting({ trees: 60 }), randomForest({ trees: 15 }), linear];
  return estimators.map((estimator) => ({
    name: `${set.name}: ${estimator.name}`,
    held,
    fitted: () => {
      const accepts: Accepts = findEstimator(estimator.name).accepts;
      const y = targetOf(train.column(set.target), set);
      const exclude = [set.target, ...set.drop];
      return fitPipeline({
        ...{ frame: train, y, task: set.task, accepts, exclude, targetColumns: [set.target], estimator },
        expressions: set.expressions,
        context: { seed: 1 },
      });
    },
  }));
}

function targetOf(column: Column, { label = (text) => text }: ExampleSet): Target {
  if (column.storage === "values") return { kind: "values", values: column.values };
  const labels = column.dictionary.map(label);
  const classes = [...new Set(labels)].sort();
  return { kind: "classes", classes, codes: column.codes.map((code) => classes.indexOf(labels[code]!)) };
}

function readCsv(file: string): Frame {
  const bytes = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const [header, ...rows] = text
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map(fieldsOf);
  return new Frame(
    rows.length,
    header!.map((name, k) => [name, columnOf(rows.map((row) => row[k]!.trim()))]),
  );
}

function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
    match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'),
  );
}

function columnOf(texts: readonly string[]): Column {
  const known = texts.filter((text) => text !== "");
  if (known.every((text) => !Number.isNaN(Number(text)))) {
    const values = Float64Array.from(texts, (text) => (text === "" ? Number.NaN : Number(text)));
    return { storage: "values", kind: "number", values };
  }
  if (known.every((text) => /^\d{4}-\d\d-\d\d$/.test(text))) {
    return { storage: "values", kind: "date", values: Float64Array.from(texts, (text) => parseIsoDate(text)) };
  }
  const dictionary = [...new Set(known)].sort();
  const codeOf = new Map(dictionary.map((label, code) => [label, code]));
  return {
    storage: "codes",
    kind: "category",
    dictionary,
    codes: Int32Array.from(texts, (text) => codeOf.get(text) ?? -1),
  };
}

function takeRows(frame: Frame, keeps: (row: number) => boolean): Frame {
  const rows = Array.from({ length: frame.rowCount }, (_, row) => row).filter(keeps);
  return new Frame(
    rows.length,
    [...frame.columns].map(([name, column]): [string, Column] => [
      name,
      column.storage === "values"
        ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
        : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) },
    ]),
  );
}
