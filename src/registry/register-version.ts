import type { Claim, Database, IntervalRecord, NewEvent, Store, StoredEvent } from "../store/index.ts";
import { aliasMoves } from "./alias-moves.ts";
import { aliasName, modelName } from "./names.ts";

/** What becomes a version. */
export interface Registration {
  readonly model: string;
  /** Digest of the model's artifact. */
  readonly digest: string;
  /** Digest of the evaluation report's artifact. */
  readonly report: string;
  readonly metrics: Readonly<Record<string, IntervalRecord>>;
  readonly run: string;
  /** Aliases that should point to the version: "staging", "champion". */
  readonly aliases: readonly string[];
  /** Why the aliases move, for people. */
  readonly reason: string;
  /** A person's name or a process. */
  readonly actor: string;
  /** The right to do so; a lost claim refuses the registration. */
  readonly claim?: Claim | undefined;
  /** Told of each event once it is durable. */
  readonly onEvent?: ((event: StoredEvent) => void) | undefined;
}

/** The number that a registration came to. */
export interface Registered {
  readonly version: number;
  /** True where the newest version already was this model, to the bit: no new number was given. */
  readonly reused: boolean;
}

/**
 * Gives a model the next version number and moves its aliases, in one transaction: all of it or nothing. Registering the
 * newest version's own bytes again gives no new number, so a repeated or resumed run is harmless.
 * @throws REGISTRY_NAME_INVALID, STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT, STORE_CLAIM_LOST
 */
export async function registerVersion(store: Store, registration: Registration): Promise<Registered> {
  const model = modelName(registration.model);
  const aliases = registration.aliases.map(aliasName);
  // A version must always be whole: both files are read and verified before a number is given.
  await store.artifacts.path(registration.digest);
  await store.artifacts.path(registration.report);
  let registered: Registered | undefined;
  const events = await store.commit(async (tx) => {
    const newest = await newestVersion(tx, model);
    const reused = newest?.digest === registration.digest;
    const version = reused ? newest.version : (newest?.version ?? 0) + 1;
    registered = { version, reused };
    const moves = await aliasMoves(tx, { ...registration, model, aliases, version });
    return reused ? moves : [registeredEvent({ ...registration, model }, version), ...moves];
  }, registration.claim);
  for (const event of events) registration.onEvent?.(event);
  return registered!;
}

function registeredEvent({ model, digest, report, metrics, run, actor }: Registration, version: number): NewEvent {
  return {
    type: "version.registered",
    run,
    from: "validator",
    to: "registry",
    actor,
    body: { model, version, digest, report, metrics },
  };
}

function newestVersion(
  tx: Pick<Store["records"], "selectFrom">,
  model: string,
): Promise<Pick<Database["versions"], "version" | "digest"> | undefined> {
  return tx
    .selectFrom("versions")
    .select(["version", "digest"])
    .where("model", "=", model)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}
