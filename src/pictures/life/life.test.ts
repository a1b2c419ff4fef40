import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LongLife, longLife } from "../../../test/fixtures/long-life.ts";
import type { StoredEvent } from "../../store/index.ts";
import { drawDiagram } from "../diagrams/draw.ts";
import { diagramTable } from "../diagrams/table.ts";
import { eventsOf } from "../events-of.ts";
import { grainOf, grainsFrom, periodKey } from "../grains.ts";
import { type LoadOptions, loadSubject } from "../load-subject.ts";
import { WorkTally } from "../phase-work.ts";
import { recordCounts } from "../record-counts.ts";
import { workOfEvents } from "../run-work.ts";
import type { LifePart, LifeWith } from "../subject.ts";
import { mostRows } from "./pages.ts";

let short: LongLife;
let long: LongLife;
beforeAll(async () => {
  [short, long] = [await longLife(60), await longLife(60, 4)];
}, 60_000);
afterAll(async () => {
  await short.close();
  await long.close();
});

async function loaded(life: LongLife, options: LoadOptions = {}): Promise<LifeWith<LifePart>> {
  return (await loadSubject(life.store, life.model, options)).life as LifeWith<LifePart>;
}

/** All that was ever said of the model, oldest first. */
async function eventsOfLife({ store, model }: LongLife): Promise<StoredEvent[]> {
  const events = await store.events();
  const starts = eventsOf(events, "run.started").filter(({ body }) => body.workflow === model);
  const runs = new Set(starts.map(({ run }) => run));
  return events.filter((event) => {
    if (event.run !== null) return runs.has(event.run);
    if (event.type === "alias.moved") return event.body.model === model;
    return event.type === "feedback.given" && event.body.workflow === model;
  });
}

describe("a life that is read in pages", () => {
  it("says what every event of it says", async () => {
    for (const life of [short, long]) {
      const events = await eventsOfLife(life);
      const { log, moves, feedback, rows, scores, verdicts, incidents } = await loaded(life);
      const last = events.at(-1)!;
      expect(log).toEqual({ events: events.length, seq: last.seq, hash: last.hash });
      expect(moves).toEqual(eventsOf(events, "alias.moved"));
      expect(feedback).toEqual(eventsOf(events, "feedback.given"));
      expect(verdicts).toEqual(eventsOf(events, "gate.decided"));
      expect(incidents).toEqual(events.filter(({ type }) => type === "run.resumed" || type === "alert.raised"));
      expect(rows).toEqual(recordCounts(events));
      const measured = eventsOf(events, "model.evaluated");
      expect(scores).toEqual(new Map(measured.map(({ run, body }) => [run, body.metrics["rocAucScore"]!.value])));
    }
  });

  it("counts the work of runs from their records as from their events", async () => {
    const events = await eventsOfLife(long);
    const { work, runs } = await loaded(long, { kinds: ["journey"] });
    const tally = new WorkTally();
    for (const { id } of runs) tally.add(workOfEvents(events.filter(({ run }) => run === id)));
    expect(work.phases).toEqual(tally.phases());
    const trials = eventsOf(events, "trial.finished");
    expect(work.trials).toEqual({
      all: trials.length,
      scored: trials.filter(({ body }) => body.score !== null).length,
    });
    expect([...work.phases.values()].some(({ resumed }) => resumed > 0)).toBe(true);
  });

  it.each([1, 3, 12, 40, 1000])("has the periods of all events, with a fold of %i", async (fold) => {
    const events = await eventsOfLife(long);
    const { periods } = await loaded(long, { kinds: ["timeline"], fold });
    const grain = grainOf(
      events.map(({ at }) => at),
      fold,
    );
    expect(periods.grain).toBe(grain.name);
    const keys = [...new Set(events.map(({ at }) => periodKey(grain, at)))].sort();
    expect(periods.list.map(({ at }) => periodKey(grain, at))).toEqual(keys);
    const count = (type: string): number => events.filter((event) => event.type === type).length;
    const sum = (of: "ended" | "moves" | "versions" | "incidents" | "failedChecks"): number =>
      periods.list.reduce((total, { stretch }) => total + stretch[of].length, 0);
    const failed = eventsOf(events, "check.decided").filter(({ body }) => body.status === "failed");
    expect([sum("ended"), sum("moves"), sum("versions"), sum("incidents"), sum("failedChecks")]).toEqual([
      ...[count("run.finished"), count("alias.moved"), count("version.registered")],
      ...[count("run.resumed") + count("alert.raised"), failed.length],
    ]);
  });

  it("is drawn in a coarser grain from what was loaded for a finer one", async () => {
    const { store, model } = long;
    const fine = await loadSubject(store, model, { fold: 1000 });
    for (const fold of [1, 3, 12, 40]) {
      const own = await loadSubject(store, model, { kinds: ["timeline", "gitgraph", "sequence"], fold });
      for (const kind of ["timeline", "gitgraph", "sequence"])
        expect(drawDiagram(kind, fine, { fold }).text).toBe(drawDiagram(kind, own, { fold }).text);
    }
    expect(grainsFrom(fine.life!.periods!.grain).length).toBeGreaterThan(1);
  });

  it("is read a page at a time, and in as many more pages as it is longer", async () => {
    for (const { kind } of diagramTable.filter(({ of }) => of.life !== undefined)) {
      const [few, many] = [await pagesOf(short, kind), await pagesOf(long, kind)];
      expect(Math.max(...many)).toBeLessThanOrEqual(mostRows);
      expect(sum(many)).toBeLessThanOrEqual(4 * sum(few));
      expect(many.length).toBeLessThanOrEqual(4 * few.length);
    }
  });

  it("is loaded with what a diagram needs, and says so to one that needs more", async () => {
    const subject = await loadSubject(short.store, short.model, { kinds: ["state"] });
    expect(drawDiagram("state", subject).view).toBe("life");
    expect(() => drawDiagram("timeline", subject)).toThrow("the life was loaded without periods, scores");
    expect(() => drawDiagram("state", subject, { fold: 13 })).toThrow("loaded for a fold of 12");
  });
});

async function pagesOf(life: LongLife, kind: string): Promise<number[]> {
  const pages: number[] = [];
  await loadSubject(life.store, life.model, { kinds: [kind], onPage: (rows) => pages.push(rows) });
  return pages;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
