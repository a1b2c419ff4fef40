import { storableText } from "../bind-values.ts";
import type { EventFamily } from "./event-family.ts";

export interface AlertBodies {
  "alert.raised": { severity: "info" | "warning" | "critical"; to: string | null; title: string; text: string };
}

export interface AlertRow {
  seq: number;
  run: string | null;
  subject_kind: string;
  subject: string;
  severity: "info" | "warning" | "critical";
  recipient: string | null;
  title: string;
  text: string;
  at: number;
}

/** What people were told without asking. */
export const alertFamily: EventFamily<AlertBodies, { alerts: AlertRow }> = {
  events: {
    "alert.raised": {
      summary: "an alert is raised",
      v: 1,
      from: "validator",
      to: "engineer",
      about: ["workflow", "model", "deployment", "home"],
      freeText: ["title", "text"],
    },
  },

  tables: {
    alerts: {
      v: 1,
      key: ["seq"],
      columns: {
        seq: "integer",
        run: "text?",
        subject_kind: "text",
        subject: "text",
        severity: "text",
        recipient: "text?",
        title: "text",
        text: "text",
        at: "integer",
      },
      indexes: [["run"], ["subject_kind", "subject", "seq"]],
    },
  },

  projections: {
    "alert.raised": async (db, event) => {
      const { severity, to, title, text } = event.body;
      await db
        .insertInto("alerts")
        .values({
          seq: event.seq,
          run: event.run,
          subject_kind: event.subject.kind,
          subject: event.subject.name,
          severity,
          recipient: to,
          title: storableText(title),
          text: storableText(text),
          at: event.at,
        })
        .execute();
    },
  },
};
