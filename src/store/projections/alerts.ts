import { storableText } from "../bind-values.ts";
import type { Projections } from "./projection.ts";

/** `alerts`: what people were told. */
export const alertProjections: Projections = {
  "alert.raised": async (db, event) => {
    const { severity, to, title, text } = event.body;
    await db
      .insertInto("alerts")
      .values({
        seq: event.seq,
        run: event.run,
        severity,
        recipient: to,
        title: storableText(title),
        text: storableText(text),
        at: event.at,
      })
      .execute();
  },
};
