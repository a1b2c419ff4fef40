import type { Actor, Cause, NewEvent, Store } from "../store/index.ts";

/** Where aliases should point, and why. */
export interface AliasMoves {
  readonly model: string;
  readonly aliases: readonly string[];
  readonly version: number;
  readonly run: string | null;
  readonly reason: string;
  readonly actor: Actor;
  readonly cause?: Cause | undefined;
}

/** An event for each alias that doesn't point to the version yet, in the given order. */
export async function aliasMoves(tx: Pick<Store["records"], "selectFrom">, wanted: AliasMoves): Promise<NewEvent[]> {
  const { model, version, run, reason, actor, cause = null } = wanted;
  const rows = await tx.selectFrom("aliases").select(["alias", "version"]).where("model", "=", model).execute();
  const present = new Map(rows.map((row) => [row.alias, row.version]));
  return [...new Set(wanted.aliases)]
    .filter((alias) => present.get(alias) !== version)
    .map((alias): NewEvent => {
      const previous = present.get(alias) ?? null;
      return {
        type: "alias.moved",
        subject: { kind: "model", name: model },
        run,
        cause,
        actor,
        body: { model, alias, version, previous, reason },
      };
    });
}
