import type { EventType, Store, StoredEvent } from "../../store/index.ts";
import { type EventOf, eventsOf } from "../events-of.ts";
import type { Pages } from "./pages.ts";

/** Where a life is read from, and for which pictures. */
export interface LifeSource {
  readonly store: Store;
  readonly workflow: string;
  /** The metric that the workflow is judged by. */
  readonly metric: string;
  /** The largest fold that pictures will be drawn with. */
  readonly fold: number;
  readonly pages: Pages;
}

/** The events of one kind that are about the workflow or its model, oldest first. */
export async function eventsAbout<T extends EventType>(
  { store, workflow, pages }: LifeSource,
  kind: "workflow" | "model",
  type: T,
): Promise<EventOf<T>[]> {
  const subject = { kind, name: workflow };
  return pages.all(async (last: EventOf<T> | undefined, limit) =>
    eventsOf(await store.events({ subject, types: [type], since: last?.seq ?? 0, limit }), type),
  );
}

/** Ids of runs. */
export function idsOf(runs: readonly { readonly id: string }[]): string[] {
  return runs.map(({ id }) => id);
}

/** Every event of a run, oldest first. */
export function eventsOfRun({ store, pages }: LifeSource, run: string): Promise<StoredEvent[]> {
  return pages.all((last: StoredEvent | undefined, limit) => store.events({ run, since: last?.seq ?? 0, limit }));
}
