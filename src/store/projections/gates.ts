import { canonicalJson } from "../../ml/index.ts";
import { storableText } from "../bind-values.ts";
import { type Projections, runOf } from "./projection.ts";

/** `gates`: the verdicts of a run. The same verdict for the same reason again (a resumed run) is not another. */
export const gateProjections: Projections = {
  "gate.decided": async (db, event) => {
    const { gate, verdict, reason, metric, estimate, bound } = event.body;
    const row = {
      run: runOf(event),
      gate: storableText(gate),
      verdict,
      reason: storableText(reason),
      metric,
      estimate: estimate === null ? null : canonicalJson(estimate),
      bound,
    };
    await db
      .deleteFrom("gates")
      .where("run", "=", row.run)
      .where("gate", "=", row.gate)
      .where("reason", "=", row.reason)
      .execute();
    await db.insertInto("gates").values(row).execute();
  },
};
