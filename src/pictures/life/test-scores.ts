import { eventsAbout, type LifeSource } from "./life-source.ts";

/** The problem's metric on the test rows of each run that was measured by it; of several measurements of a run, the last. */
export async function testScores(source: LifeSource): Promise<ReadonlyMap<string, number>> {
  const scores = new Map<string, number>();
  for (const { run, body } of await eventsAbout(source, "workflow", "model.evaluated")) {
    const value = body.metrics[source.metric]?.value ?? null;
    if (run === null) continue;
    if (value === null) scores.delete(run);
    else scores.set(run, value);
  }
  return scores;
}
