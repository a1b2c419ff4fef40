/** The parts that a machine-learning pipeline can have, by the name that messages and `--json` use. */
export type PartKind =
  | "trigger"
  | "fetch"
  | "snapshot"
  | "check"
  | "clean"
  | "explore"
  | "split"
  | "features"
  | "search"
  | "train"
  | "evaluate"
  | "gate"
  | "register"
  | "alert"
  | "stop"
  | "notify"
  | "approve"
  | "staging"
  | "shadow"
  | "canary"
  | "deploy"
  | "serve"
  | "monitor"
  | "drift"
  | "labels"
  | "retrain"
  | "rollback";

/** What one part is, for people, and where it comes in the order of things. */
export interface Part {
  readonly what: string;
  /** Parts of one rank may stand in any order among themselves; null: it has no place of its own. */
  readonly rank: number | null;
}

/** Every part, in the order in which Millrace does them. */
export const parts: Readonly<Record<PartKind, Part>> = {
  trigger: { what: "what sets a run off", rank: 0 },
  fetch: { what: "fetching the data", rank: 1 },
  snapshot: { what: "a snapshot of the data", rank: 2 },
  check: { what: "checks of the data", rank: 2 },
  clean: { what: "cleaning the data", rank: 2 },
  explore: { what: "a look at the data", rank: null },
  split: { what: "the split into training and test rows", rank: null },
  features: { what: "making features", rank: 3 },
  search: { what: "the search for settings", rank: 3 },
  train: { what: "training", rank: 3 },
  evaluate: { what: "evaluation", rank: 4 },
  gate: { what: "the decision on the metrics", rank: 5 },
  register: { what: "registering the model", rank: 6 },
  alert: { what: "the alert where a model isn't good enough", rank: null },
  stop: { what: "stopping where a model isn't good enough", rank: null },
  notify: { what: "telling people that it went well", rank: null },
  approve: { what: "a person's approval", rank: 8 },
  staging: { what: "staging", rank: 6 },
  shadow: { what: "shadow traffic", rank: 7 },
  canary: { what: "a canary", rank: 9 },
  deploy: { what: "going live", rank: 10 },
  serve: { what: "answering requests", rank: 11 },
  monitor: { what: "monitoring", rank: 12 },
  drift: { what: "watching for drift", rank: 12 },
  labels: { what: "labels that come later", rank: null },
  retrain: { what: "training again", rank: 12 },
  rollback: { what: "rolling back", rank: null },
};

/** Every part's name, in order. */
export const partKinds = Object.keys(parts) as readonly PartKind[];
