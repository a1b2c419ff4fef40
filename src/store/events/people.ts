import type { EventFamily, NoTables } from "./event-family.ts";

export interface PeopleBodies {
  /** What a person said about a phase of the work, from 1 (painful) to 5 (a pleasure). `role` is a key of the people. */
  "feedback.given": { workflow: string; phase: string; score: number; text: string; role: string | null };
}

/** What people said. */
export const peopleFamily: EventFamily<PeopleBodies, NoTables> = {
  events: {
    "feedback.given": {
      summary: "a person rates a phase of the work",
      v: 1,
      from: "stakeholder",
      to: "engineer",
      about: ["workflow"],
      freeText: ["text"],
    },
  },
  tables: {},
  projections: {},
};
