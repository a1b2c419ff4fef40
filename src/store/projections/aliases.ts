import type { Projections } from "./projection.ts";

/** `aliases`: where each movable name points now. */
export const aliasProjections: Projections = {
  "alias.moved": async (db, event) => {
    const { model, alias, version } = event.body;
    await db
      .insertInto("aliases")
      .values({ model, alias, version, moved_at: event.at })
      .onConflict((conflict) => conflict.columns(["model", "alias"]).doUpdateSet({ version, moved_at: event.at }))
      .execute();
  },
};
