import type { RunStory } from "../../../run/index.ts";

/** Why a run or a step ended early, as the log keeps it. */
export interface KeptError {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** The error that a run ended with; null where there is none. */
export function errorOf({ row, steps }: RunStory): KeptError | null {
  const text = row.error ?? steps.find(({ error }) => error !== null)?.error ?? null;
  return text === null ? null : { code: "", message: "", fix: "", ...(JSON.parse(text) as Partial<KeptError>) };
}
