import type { Platform } from "../platform/index.ts";

/** Sorts by time and is unique: "20261121-184955-3f2a9c". */
export function newRunId({ clock, random }: Platform): string {
  const time = new Date(clock.now()).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${time}-${Buffer.from(random.bytes(3)).toString("hex")}`;
}
