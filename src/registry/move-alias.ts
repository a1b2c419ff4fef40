import { fail } from "../errors/index.ts";
import type { Actor, Cause, Store } from "../store/index.ts";
import { aliasMoves } from "./alias-moves.ts";
import { aliasName, modelName } from "./names.ts";

/** What should point where. */
export interface AliasMove {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  readonly reason: string;
  readonly actor: Actor;
  /** The event that led to it. */
  readonly cause?: Cause | undefined;
}

/**
 * Points an alias to a version, whose bytes are verified first. Nothing happens where it points there already.
 * @returns the version that it pointed to before, or null @throws REGISTRY_NAME_INVALID, REGISTRY_VERSION_GONE,
 *   STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT
 */
export async function moveAlias(store: Store, move: AliasMove): Promise<{ readonly previous: number | null }> {
  const model = modelName(move.model);
  const alias = aliasName(move.alias);
  const { digest } = await versionRow(store.records, model, move.version);
  await store.artifacts.path(digest);
  let previous: number | null = null;
  await store.commit(async (tx) => {
    await versionRow(tx, model, move.version);
    const wanted = { ...move, model, aliases: [alias], run: null };
    const row = await tx
      .selectFrom("aliases")
      .select("version")
      .where("model", "=", model)
      .where("alias", "=", alias)
      .executeTakeFirst();
    previous = row?.version ?? null;
    return aliasMoves(tx, wanted);
  });
  return { previous };
}

async function versionRow(
  db: Pick<Store["records"], "selectFrom">,
  model: string,
  version: number,
): Promise<{ digest: string }> {
  const row = await db
    .selectFrom("versions")
    .select("digest")
    .where("model", "=", model)
    .where("version", "=", version)
    .executeTakeFirst();
  if (row === undefined) throw fail("REGISTRY_VERSION_GONE", { model, version });
  return row;
}
