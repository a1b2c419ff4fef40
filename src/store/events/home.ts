import type { EventFamily, NoTables } from "./event-family.ts";

export interface HomeBodies {
  "server.started": { pid: number; address: string; models: readonly string[] };
  "server.stopped": { pid: number; address: string; reason: string };
  "store.collected": { artifacts: number; sizeBytes: number };
  /** The log was carried over from an older format: it begins with the hash that the old one ended with. */
  "home.migrated": { from: string; to: string; events: number; head: string };
  /**
   * The Merkle root (RFC 6962) over the hashes of events 1 .. `size`; `peaks` are the roots of its complete subtrees, the
   * largest first, so that the next checkpoint needs only the events since.
   */
  "log.checkpointed": { size: number; root: string; peaks: readonly string[] };
  /** Free text of event `event` was blanked. */
  "event.redacted": { event: number; fields: readonly string[]; reason: string };
}

/** What concerns the home itself: its servers, its housekeeping and its log. */
export const homeFamily: EventFamily<HomeBodies, NoTables> = {
  events: {
    "server.started": { summary: "a server starts", v: 1, from: "deployment", to: "monitor", about: ["home"] },
    "server.stopped": { summary: "a server stops", v: 1, from: "deployment", to: "monitor", about: ["home"] },
    "store.collected": {
      summary: "artifacts that nothing needs are dropped",
      v: 1,
      from: "pipeline",
      to: "registry",
      about: ["home"],
    },
    "home.migrated": {
      summary: "the log is carried over from an older format",
      v: 1,
      from: "engineer",
      to: "pipeline",
      about: ["home"],
    },
    "log.checkpointed": {
      summary: "the log so far is sealed with a Merkle root",
      v: 1,
      from: "pipeline",
      to: "pipeline",
      about: ["home"],
    },
    "event.redacted": {
      summary: "free text of an event is blanked",
      v: 1,
      from: "engineer",
      to: "pipeline",
      about: ["home"],
      freeText: ["reason"],
    },
  },
  tables: {},
  projections: {},
};
