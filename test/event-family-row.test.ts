import { afterEach, describe, expect, it, vi } from "vitest";
import { drawDiagram, loadSubject } from "../src/pictures/index.ts";
import type * as Families from "../src/store/events/families.ts";
import type { EventFamily } from "../src/store/index.ts";
import { ofRun } from "./fixtures/envelopes.ts";
import { type SmallHome, smallHome } from "./fixtures/small-run.ts";

/** The table with one more row: all that a new family of events takes. */
vi.mock("../src/store/events/families.ts", async (importOriginal) => {
  const { eventFamilies } = await importOriginal<typeof Families>();
  const dummy: EventFamily<{ "weather.seen": { degrees: number } }, { weather: { run: string; degrees: number } }> = {
    events: {
      "weather.seen": {
        ...{ summary: "somebody looks out of the window", v: 1, about: ["workflow"] },
        ...{ from: "engineer", to: "monitor" },
      },
    },
    tables: { weather: { v: 1, key: ["run"], columns: { run: "text", degrees: "real" } } },
    projections: {
      "weather.seen": async (db, { run, body }) => {
        await db.insertInto("weather").values({ run: run!, degrees: body.degrees }).execute();
      },
    },
  };
  return { eventFamilies: [...eventFamilies, dummy] };
});

let home: SmallHome;
afterEach(() => home?.close());

describe("a family of events that is one more row of the table", () => {
  it("is recorded, and drawn in a sequence between the participants that it names", async () => {
    home = await smallHome();
    const { result } = await home.run();
    const seen = { type: "weather.seen", ...ofRun(result.run, "rides"), body: { degrees: 4 } };
    await home.store.commit(seen as never);
    const rows = await home.store.records
      .selectFrom("weather" as "runs")
      .selectAll()
      .execute();
    expect(rows).toEqual([{ run: result.run, degrees: 4 }]);
    const { text } = drawDiagram("sequence", await loadSubject(home.store, "latest"));
    expect(text).toContain("engineer->>monitor: somebody looks out of the window");
  });

  it("is in the reference, with its table", async () => {
    const { eventsPage } = await import("../scripts/docs/pages/events.ts");
    const page = eventsPage.body?.();
    expect(page).toContain("| `weather.seen` | somebody looks out of the window | engineer | monitor | workflow |");
    expect(page).toContain("| `weather` | `run` | run (text), degrees (real) |");
  });
});
