import type { Actor, Cause, Claim, Database, IntervalRecord, NewEvent, Store, StoredEvent } from "../store/index.ts";
import { aliasMoves } from "./alias-moves.ts";
import { aliasName, modelName } from "./names.ts";
import { eventsOfRepetition } from "./register-again.ts";

/** What becomes a version. */
export interface Registration {
  readonly model: string;
  /** Digest of the model's artifact. */
  readonly digest: string;
  /** Digest of the evaluation report's artifact. */
  readonly report: string;
  readonly metrics: Readonly<Record<string, IntervalRecord>>;
  readonly origin: Origin;
  /** Aliases that should point to the version: "staging", "champion". */
  readonly aliases: readonly string[];
  /** Why the aliases move, for people. */
  readonly reason: string;
  readonly actor: Actor;
  /** The event that led to it. */
  readonly cause?: Cause | undefined;
  /** The right to do so; a lost claim refuses the registration. */
  readonly claim?: Claim | undefined;
  /** Called with each event once it is durable. */
  readonly onEvent?: ((event: StoredEvent) => void) | undefined;
}

/** Where a model comes from: a run that fitted it, or a file that was imported. */
export type Origin =
  | { readonly run: string }
  | {
      readonly run: null;
      /** Where the file was read, for people. */
      readonly file: string;
      /** Digest of the file's artifact. */
      readonly fileDigest: string;
      /** Version of Millrace that read it. */
      readonly millrace: string;
    };

/** The number that a registration ended in. */
export interface Registered {
  readonly version: number;
  /** True where the newest version already was this model, to the bit: no new number was given. */
  readonly reused: boolean;
}

/**
 * Gives a model the next version number and moves its aliases, in one transaction: all of it or nothing. Registering the
 * newest version's own bytes again gives no new number, but an event ties it to the run; doing so twice for one run writes
 * nothing, so a repeated or resumed run is harmless.
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
    const given = { ...registration, model };
    const told = reused ? await registeredAgain(tx, given, version) : registeredFirst(given, version);
    const cause = told.length === 0 ? registration.cause : { inCommit: told.length - 1 };
    const moves = await aliasMoves(tx, { ...given, aliases, version, run: registration.origin.run, cause });
    return [...told, ...moves];
  }, registration.claim);
  for (const event of events) registration.onEvent?.(event);
  return registered!;
}

function registeredFirst(given: Registration, version: number): NewEvent[] {
  const { origin } = given;
  const registered: NewEvent = { ...eventOf(given, version), type: "version.registered" };
  if (origin.run !== null) return [registered];
  const { file, fileDigest, millrace } = origin;
  const body = { model: given.model, version, digest: given.digest, file, fileDigest, millrace };
  return [
    { ...eventOf(given, version), type: "model.imported", body },
    { ...registered, cause: { inCommit: 0 } },
  ];
}

function eventOf({ model, digest, report, metrics, origin, actor, cause }: Registration, version: number) {
  return {
    subject: { kind: "model", name: model },
    run: origin.run,
    cause: cause ?? null,
    actor,
    body: { model, version, digest, report, metrics },
  } as const;
}

async function registeredAgain(tx: Reads, given: Registration, version: number): Promise<NewEvent[]> {
  const { origin, model } = given;
  return origin.run === null ? [] : eventsOfRepetition(tx, { name: model, version }, { ...given, origin });
}

type Reads = Pick<Store["records"], "selectFrom">;

function newestVersion(
  tx: Reads,
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
