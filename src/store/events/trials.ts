import { canonicalJson } from "../../ml/index.ts";
import { insertRow } from "../insert-row.ts";
import { type EventFamily, runOf } from "./event-family.ts";

export interface TrialBodies {
  "trial.finished": {
    trial: number;
    estimator: string;
    params: Readonly<Record<string, unknown>>;
    score: number | null;
    foldScores: readonly (number | null)[];
    durationMs: number;
    key: string;
  };
  "candidate.chosen": {
    estimator: string;
    params: Readonly<Record<string, unknown>>;
    /** Null where nothing could be measured: anomalies without labels. */
    score: number | null;
    baselineScore: number | null;
  };
  /** The fit of the best candidate goes on from where an interrupted run left it. */
  "fit.resumed": { estimator: string; sizeBytes: number };
  "model.fitted": { digest: string; estimator: string; sizeBytes: number };
}

export interface TrialRow {
  run: string;
  trial: number;
  estimator: string;
  params: string;
  score: number | null;
  fold_scores: string;
  duration_ms: number;
  key: string;
}

/** The search of a run and what was fitted. A trial that is done again replaces itself. */
export const trialFamily: EventFamily<TrialBodies, { trials: TrialRow }> = {
  events: {
    "trial.finished": {
      summary: "one setting of a candidate is scored",
      v: 1,
      from: "trainer",
      to: "pipeline",
      about: ["workflow"],
    },
    "candidate.chosen": {
      summary: "the best candidate is chosen",
      v: 1,
      from: "trainer",
      to: "pipeline",
      about: ["workflow"],
    },
    "fit.resumed": {
      summary: "an interrupted fit goes on from its checkpoint",
      v: 1,
      from: "trainer",
      to: "pipeline",
      about: ["workflow"],
    },
    "model.fitted": { summary: "a model is fitted", v: 1, from: "trainer", to: "pipeline", about: ["workflow"] },
  },

  tables: {
    trials: {
      v: 1,
      key: ["run", "trial"],
      columns: {
        run: "text",
        trial: "integer",
        estimator: "text",
        params: "text",
        score: "real?",
        fold_scores: "text",
        duration_ms: "real",
        key: "text",
      },
    },
  },

  projections: {
    "trial.finished": async (db, event) => {
      const { trial, estimator, params, score, foldScores, durationMs, key } = event.body;
      await insertRow(db, "replace", "trials", {
        run: runOf(event),
        trial,
        estimator,
        params: canonicalJson(params),
        score,
        fold_scores: canonicalJson(foldScores),
        duration_ms: durationMs,
        key,
      });
    },
  },
};
