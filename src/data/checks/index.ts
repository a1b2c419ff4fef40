import { allowedCheck } from "./allowed.ts";
import type { CheckDefinition } from "./check.ts";
import { freshnessCheck } from "./freshness.ts";
import { noTargetLeakCheck } from "./no-target-leak.ts";
import { nullsCheck } from "./nulls.ts";
import { rangeCheck } from "./range.ts";
import { schemaCheck } from "./schema.ts";
import { uniqueCheck } from "./unique.ts";
import { volumeCheck } from "./volume.ts";

/** Every check, by kind. */
export const checkTable: Readonly<Record<string, CheckDefinition>> = {
  nulls: nullsCheck,
  unique: uniqueCheck,
  range: rangeCheck,
  allowed: allowedCheck,
  volume: volumeCheck,
  freshness: freshnessCheck,
  schema: schemaCheck,
  noTargetLeak: noTargetLeakCheck,
};
