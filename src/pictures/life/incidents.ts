import type { LifeParts } from "../subject.ts";
import { eventsAbout, type LifeSource } from "./life-source.ts";

/** Resumptions and alerts, oldest first. */
export async function incidentsOf(source: LifeSource): Promise<LifeParts["incidents"]> {
  const incidents = [
    ...(await eventsAbout(source, "workflow", "run.resumed")),
    ...(await eventsAbout(source, "workflow", "alert.raised")),
  ];
  return incidents.sort((a, b) => a.seq - b.seq);
}
