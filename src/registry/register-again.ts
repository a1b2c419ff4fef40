import type { Actor, Cause, Claim, NewEvent, Store, StoredEvent } from "../store/index.ts";

/** A version that another run ended in. */
export interface RepeatedRegistration {
  readonly origin: { readonly run: string };
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
  { origin, actor, cause = null }: RepeatedRegistration,
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
    .select(["digest", "report", "metrics"])
    .where("model", "=", model)
    .where("version", "=", version)
    .executeTakeFirst();
  if (known !== undefined || row === undefined) return [];
  const subject = { kind: "model", name: model } as const;
  const body = { model, version, ...row, metrics: JSON.parse(row.metrics) };
  return [{ type: "version.registeredAgain", subject, run: origin.run, cause, actor, body }];
}
