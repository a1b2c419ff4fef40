import { canonicalJson } from "../../ml/index.ts";
import { type Projections, runOf } from "./projection.ts";

/** `versions`: immutable; a number that is taken already makes the whole commit fail. */
export const versionProjections: Projections = {
  "version.registered": async (db, event) => {
    const { model, version, digest, report, metrics } = event.body;
    await db
      .insertInto("versions")
      .values({
        model,
        version,
        digest,
        run: runOf(event),
        report,
        metrics: canonicalJson(metrics),
        created_at: event.at,
      })
      .execute();
  },
};
