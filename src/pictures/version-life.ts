import type { StoredEvent } from "../store/index.ts";
import type { LifeView } from "./subject.ts";

/** Of one kind of event, as it stands in the log. */
export type EventOf<T extends StoredEvent["type"]> = Extract<StoredEvent, { readonly type: T }>;

/** A time during which a version was the champion. */
export interface Tenure {
  readonly version: number;
  readonly fromMs: number;
  /** Null while it is. */
  readonly untilMs: number | null;
  /** Why it came. */
  readonly reason: string;
  /** It came back after a newer one. */
  readonly isReturn: boolean;
  /** A newer version took its place, or an older one came back; null while it is the champion. */
  readonly ending: "superseded" | "rolled back" | null;
}

/** The events of a kind, in their order. */
export function eventsOf<T extends StoredEvent["type"]>(events: readonly StoredEvent[], type: T): EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}

/** An alias went back to an older version. */
export function isRollback({ body: { version, previous } }: EventOf<"alias.moved">): boolean {
  return previous !== null && version < previous;
}

/** Who was the champion, when and why, oldest first. */
export function championTenures(events: readonly StoredEvent[]): Tenure[] {
  const moves = eventsOf(events, "alias.moved").filter(({ body }) => body.alias === "champion");
  return moves.map((move, i): Tenure => {
    const next = moves[i + 1];
    return {
      version: move.body.version,
      fromMs: move.at,
      untilMs: next?.at ?? null,
      reason: move.body.reason,
      isReturn: isRollback(move),
      ending: next === undefined ? null : isRollback(next) ? "rolled back" : "superseded",
    };
  });
}

/** When each version was registered. */
export function registeredAt({ versions }: Pick<LifeView, "versions">): ReadonlyMap<number, number> {
  return new Map(versions.map(({ version, created_at }) => [version, created_at]));
}

/** The middle of some times; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
