import type { Actor, Cause, Claim, IntervalRecord, NewEvent, Store, StoredEvent } from "../store/index.ts";

/** A version that another run ended in. */
export interface RepeatedRegistration {
  readonly origin: { readonly run: string };
  /** Digest of the evaluation report of this run, and the metrics in it. */
  readonly report: string;
  readonly metrics: Readonly<Record<string, IntervalRecord>>;
  readonly actor: Actor;
  readonly cause?: Cause | undefined;
  readonly claim?: Claim | undefined;
  /** Called with each event once it is durable. */
  readonly onEvent?: ((event: StoredEvent) => void) | undefined;
}

/** Ties a run to the version that it ended in, unless the log did so already. @throws STORE_CLAIM_LOST */
export async function registerAgain(
  store: Store,
  version: { readonly name: string; readonly version: number },
  repeated: RepeatedRegistration,
): Promise<void> {
  const events = await store.commit((tx) => eventsOfRepetition(tx, version, repeated), repeated.claim);
  for (const event of events) repeated.onEvent?.(event);
}

/** The event that ties a run to a version of the records; none where they are tied already, or there is no such version. */
export async function eventsOfRepetition(
  tx: Pick<Store["records"], "selectFrom">,
  { name: model, version }: { readonly name: string; readonly version: number },
  { origin, report, metrics, actor, cause = null }: RepeatedRegistration,
): Promise<NewEvent[]> {
  const known = await tx
    .selectFrom("registrations")
    .select("seq")
    .where("model", "=", model)
    .where("version", "=", version)
    .where("run", "=", origin.run)
    .executeTakeFirst();
  const row = await tx
    .selectFrom("versions")
    .select("digest")
    .where("model", "=", model)
    .where("version", "=", version)
    .executeTakeFirst();
  if (known !== undefined || row === undefined) return [];
  const subject = { kind: "model", name: model } as const;
  const body = { model, version, digest: row.digest, report, metrics };
  return [{ type: "version.registeredAgain", subject, run: origin.run, cause, actor, body }];
}
