import { storableText } from "../bind-values.ts";
import { type Projections, runOf } from "./projection.ts";

/** `checks`: what each data check of a run said. The same finding again (a resumed run) is not another. */
export const checkProjections: Projections = {
  "check.decided": async (db, event) => {
    const { check, column, status, message, failingRows, quarantine } = event.body;
    const row = {
      run: runOf(event),
      check_name: storableText(check),
      column_name: column === null ? null : storableText(column),
      status,
      message: storableText(message),
      failing_rows: failingRows,
      quarantine,
    };
    await db
      .deleteFrom("checks")
      .where("run", "=", row.run)
      .where("check_name", "=", row.check_name)
      .where("column_name", "is", row.column_name)
      .where("message", "=", row.message)
      .execute();
    await db.insertInto("checks").values(row).execute();
  },
};
