import type { StoredEvent } from "../store/index.ts";

/** Of one kind of event, as it is in the log. */
export type EventOf<T extends StoredEvent["type"]> = Extract<StoredEvent, { readonly type: T }>;

/** The events of a kind, in their order. */
export function eventsOf<T extends StoredEvent["type"]>(events: readonly StoredEvent[], type: T): EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}
