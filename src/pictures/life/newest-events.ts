import type { EventType, StoredEvent } from "../../store/index.ts";
import type { LifeRecords } from "../subject.ts";
import { eventsOfRun, type LifeSource } from "./life-source.ts";

/** Of so few runs, pictures tell the trials. */
export const mostWithTrials = 4;

/** What happens within a run and says nothing of a life. */
const silent: ReadonlySet<EventType> = new Set<EventType>([
  ...(["step.started", "step.finished", "step.failed"] as const),
  ...(["snapshot.taken", "split.made", "model.fitted", "fit.resumed"] as const),
]);

/** Events of the newest runs, as many runs as the fold. */
export async function newestEvents(source: LifeSource, { runs }: LifeRecords): Promise<StoredEvent[]> {
  const shown = runs.slice(-source.fold);
  const events: StoredEvent[] = [];
  for (const [i, { id }] of shown.entries()) {
    const all = await eventsOfRun(source, id);
    const hasTrials = i >= shown.length - mostWithTrials;
    for (const event of all.filter((one, i) => isTold(one, all[i - 1], hasTrials))) events.push(event);
  }
  return events.sort((a, b) => a.seq - b.seq);
}

/** An event that doesn't directly follow its run's last one is kept, too: it shows that another run may have come between. */
function isTold({ type, seq }: StoredEvent, before: StoredEvent | undefined, hasTrials: boolean): boolean {
  if (before !== undefined && before.seq !== seq - 1) return true;
  return !silent.has(type) && (hasTrials || type !== "trial.finished");
}
