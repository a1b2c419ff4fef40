import type { EventOf } from "./events-of.ts";
import type { LifeView } from "./subject.ts";

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

/** An alias went back to an older version. */
export function isRollback({ body: { version, previous } }: EventOf<"alias.moved">): boolean {
  return previous !== null && version < previous;
}

/** Who was the champion, when and why, oldest first. @param moves of any aliases */
export function championTenures(moves: readonly EventOf<"alias.moved">[]): Tenure[] {
  const ofChampion = moves.filter(({ body }) => body.alias === "champion");
  return ofChampion.map((move, i): Tenure => {
    const next = ofChampion[i + 1];
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
