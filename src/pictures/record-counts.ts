import type { StoredEvent } from "../store/index.ts";

/** Rows that the events made in each of the tables of records, by the table's name. */
export function recordCounts(events: readonly StoredEvent[]): Readonly<Record<string, number>> {
  const rows = new Map<string, Set<string>>();
  const put = (table: string, ...key: readonly unknown[]): void => {
    const known = rows.get(table) ?? new Set();
    rows.set(table, known.add(JSON.stringify(key)));
  };
  for (const { type, body, run, seq } of events) {
    put("events", seq);
    if (type === "run.started") put("runs", run);
    if (type === "step.started" || type === "step.finished" || type === "step.failed") put("steps", run, body.instance);
    if (type === "step.finished" && !body.cached) put("step_results", body.key);
    if (type === "trial.finished") put("trials", run, body.trial);
    if (type === "check.decided") put("checks", run, body.check, body.column, body.message);
    if (type === "gate.decided") put("gates", run, body.gate, body.reason);
    if (type === "version.registered") put("versions", body.model, body.version);
    if (type === "alias.moved") put("aliases", body.model, body.alias);
    if (type === "alert.raised") put("alerts", seq);
  }
  return Object.fromEntries([...rows].map(([table, keys]) => [table, keys.size]));
}
