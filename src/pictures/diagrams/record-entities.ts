import type {
  AlertRow,
  AliasRow,
  CheckRow,
  EventRow,
  GateRow,
  RunRow,
  StepResultRow,
  StepRow,
  TrialRow,
  VersionRow,
} from "../../store/index.ts";
import type { Attribute, Entity, EntityLink } from "../mermaid/entity-graph.ts";
import { count } from "../words.ts";

/** A column of one of the tables of records; the compiler holds the names to the tables. */
type ColumnOf<Row> = readonly [
  type: "text" | "integer" | "real" | "json" | "digest",
  name: keyof Row & string,
  keys?: Attribute["keys"],
];

/** Tables with their keys and the columns that tell what they are for; every column stands in the reference of the store. */
const tables = {
  runs: columns<RunRow>(
    ["text", "id", ["PK"]],
    ["integer", "seq", ["FK"]],
    ["digest", "declaration"],
    ["text", "trigger"],
    ["integer", "seed"],
    ["text", "status"],
    ["text", "verdict"],
    ["digest", "result"],
  ),
  steps: columns<StepRow>(
    ["text", "run", ["PK", "FK"]],
    ["text", "step", ["PK"]],
    ["digest", "key", ["FK"]],
    ["text", "status"],
    ["integer", "cached"],
    ["json", "outputs"],
  ),
  step_results: columns<StepResultRow>(["digest", "key", ["PK"]], ["text", "run", ["FK"]], ["json", "outputs"]),
  trials: columns<TrialRow>(
    ["text", "run", ["PK", "FK"]],
    ["integer", "trial", ["PK"]],
    ["text", "estimator"],
    ["json", "params"],
    ["real", "score"],
  ),
  checks: columns<CheckRow>(
    ["text", "run", ["PK", "FK"]],
    ["integer", "position", ["PK"]],
    ["text", "check_name"],
    ["text", "column_name"],
    ["text", "status"],
    ["integer", "failing_rows"],
  ),
  gates: columns<GateRow>(
    ["text", "run", ["PK", "FK"]],
    ["integer", "position", ["PK"]],
    ["text", "gate"],
    ["text", "verdict"],
    ["json", "estimate"],
    ["real", "bound"],
  ),
  versions: columns<VersionRow>(
    ["text", "model", ["PK"]],
    ["integer", "version", ["PK"]],
    ["text", "run", ["FK"]],
    ["digest", "digest"],
    ["digest", "report"],
    ["json", "metrics"],
  ),
  aliases: columns<AliasRow>(
    ["text", "model", ["PK", "FK"]],
    ["text", "alias", ["PK"]],
    ["integer", "version", ["FK"]],
  ),
  alerts: columns<AlertRow>(
    ["integer", "seq", ["PK", "FK"]],
    ["text", "run", ["FK"]],
    ["text", "severity"],
    ["text", "recipient"],
  ),
  events: columns<EventRow>(
    ["integer", "seq", ["PK"]],
    ["text", "subject"],
    ["text", "run", ["FK"]],
    ["integer", "cause", ["FK"]],
    ["text", "type"],
    ["text", "actor"],
    ["text", "hash"],
    ["text", "previous_hash"],
  ),
} as const;

/** The tables of records; with counts, each says beside its first column how many rows it has. */
export function recordEntities(counts: Readonly<Record<string, number>> | null): Entity[] {
  return Object.entries(tables).map(([id, attributes]) => ({
    id,
    title: id,
    attributes: attributes.map((attribute, i) =>
      i > 0 || counts === null ? attribute : { ...attribute, comment: rowsText(counts[id] ?? 0) },
    ),
  }));
}

/** How they belong together. Events make all of them, which is said of the two that carry an event's number. */
export const recordLinks: readonly EntityLink[] = [
  { from: "events", to: "runs", count: "one to maybe one", label: "begins" },
  { from: "runs", to: "events", count: "maybe one to many", label: "is told by" },
  { from: "runs", to: "steps", count: "one to many", label: "takes" },
  { from: "step_results", to: "steps", count: "maybe one to many", label: "is made or reused by" },
  { from: "runs", to: "trials", count: "one to many", label: "tries" },
  { from: "runs", to: "checks", count: "one to many", label: "checks its data by" },
  { from: "runs", to: "gates", count: "one to many", label: "is judged by" },
  { from: "runs", to: "versions", count: "one to many", label: "registers" },
  { from: "versions", to: "aliases", count: "one to many", label: "is called" },
  { from: "runs", to: "alerts", count: "maybe one to many", label: "raises" },
];

function columns<Row>(...all: readonly ColumnOf<Row>[]): Attribute[] {
  return all.map(([type, name, keys]) => (keys === undefined ? { type, name } : { type, name, keys }));
}

function rowsText(rows: number): string {
  return rows === 1 ? "1 row" : `${count(rows)} rows`;
}
