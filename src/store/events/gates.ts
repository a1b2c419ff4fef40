import { canonicalJson } from "../../ml/index.ts";
import { storableText } from "../bind-values.ts";
import { type EventFamily, runOf } from "./event-family.ts";

export type Verdict = "pass" | "fail" | "insufficient";

/** A metric's value with its 95% interval; null where nothing could be measured. */
export interface IntervalRecord {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface GateBodies {
  "gate.decided": {
    /** Index of the gate in the order of the decisions. */
    position: number;
    gate: string;
    verdict: Verdict;
    reason: string;
    metric: string | null;
    estimate: IntervalRecord | null;
    bound: number | null;
  };
}

export interface GateRow {
  run: string;
  position: number;
  gate: string;
  verdict: Verdict;
  reason: string;
  metric: string | null;
  estimate: string | null;
  bound: number | null;
  seq: number;
}

/** The verdicts of a run's gates. A gate that is decided again replaces itself. */
export const gateFamily: EventFamily<GateBodies, { gates: GateRow }> = {
  events: {
    "gate.decided": {
      summary: "a gate is decided",
      v: 1,
      from: "validator",
      to: "pipeline",
      about: ["workflow"],
      freeText: ["reason"],
    },
  },

  tables: {
    gates: {
      v: 1,
      key: ["run", "position"],
      columns: {
        run: "text",
        position: "integer",
        gate: "text",
        verdict: "text",
        reason: "text",
        metric: "text?",
        estimate: "text?",
        bound: "real?",
        seq: "integer",
      },
    },
  },

  projections: {
    "gate.decided": async (db, event) => {
      const { position, gate, verdict, reason, metric, estimate, bound } = event.body;
      const row = {
        gate: storableText(gate),
        verdict,
        reason: storableText(reason),
        metric,
        estimate: estimate === null ? null : canonicalJson(estimate),
        bound,
        seq: event.seq,
      };
      await db
        .insertInto("gates")
        .values({ run: runOf(event), position, ...row })
        .onConflict((conflict) => conflict.columns(["run", "position"]).doUpdateSet(row))
        .execute();
    },
  },
};
