import { storableText } from "../bind-values.ts";
import { type EventFamily, runOf } from "./event-family.ts";

export interface DataBodies {
  "snapshot.taken": {
    digest: string;
    rows: number;
    columns: number;
    sources: readonly { path: string; sizeBytes: number; digest: string }[];
  };
  "check.decided": {
    /** Index of the check in the order of the report. */
    position: number;
    check: string;
    column: string | null;
    status: "passed" | "failed" | "warned";
    message: string;
    failingRows: number;
    quarantine: string | null;
  };
  "split.made": { digest: string; trainingRows: number; testRows: number; how: string };
}

export interface CheckRow {
  run: string;
  position: number;
  check_name: string;
  column_name: string | null;
  status: "passed" | "failed" | "warned";
  message: string;
  failing_rows: number;
  quarantine: string | null;
  seq: number;
  at: number;
}

/** What a run read, what its checks decided, and how it split the rows. A check that is decided again replaces itself. */
export const dataFamily: EventFamily<DataBodies, { checks: CheckRow }> = {
  events: {
    "snapshot.taken": {
      summary: "the data is read into an immutable snapshot",
      v: 1,
      from: "data source",
      to: "pipeline",
      about: ["workflow"],
    },
    "check.decided": {
      summary: "a check of the data is decided",
      v: 1,
      from: "validator",
      to: "pipeline",
      about: ["workflow"],
      freeText: ["message"],
    },
    "split.made": {
      summary: "rows are split into training and test rows",
      v: 1,
      from: "pipeline",
      to: "pipeline",
      about: ["workflow"],
    },
  },

  tables: {
    checks: {
      v: 1,
      key: ["run", "position"],
      columns: {
        run: "text",
        position: "integer",
        check_name: "text",
        column_name: "text?",
        status: "text",
        message: "text",
        failing_rows: "integer",
        quarantine: "text?",
        seq: "integer",
        at: "integer",
      },
    },
  },

  projections: {
    "check.decided": async (db, event) => {
      const { position, check, column, status, message, failingRows, quarantine } = event.body;
      const row = {
        check_name: storableText(check),
        column_name: column === null ? null : storableText(column),
        status,
        message: storableText(message),
        failing_rows: failingRows,
        quarantine,
        seq: event.seq,
        at: event.at,
      };
      await db
        .insertInto("checks")
        .values({ run: runOf(event), position, ...row })
        .onConflict((conflict) => conflict.columns(["run", "position"]).doUpdateSet(row))
        .execute();
    },
  },
};
