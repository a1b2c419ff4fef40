import type { Side } from "./sketch.ts";
import type { Choice, Told } from "./telling.ts";

/** On which side of a decision on the metrics something stands. */
export function sideOf({ place }: Told, sides: ReadonlyMap<Choice, readonly Side[]>): Side {
  for (const at of place) {
    const side = at.within === "branch" ? sides.get(at.choice)?.[at.branch] : undefined;
    if (side !== undefined && side !== null) return side;
  }
  return null;
}
