import type { Block, Words } from "../document.ts";
import { facts } from "../document.ts";
import { capital } from "../picture-block.ts";

/** What the words of a workflow mean, for a newcomer; word for word as the project's glossary has them. */
export const terms = {
  alias: 'A movable name that points at one model version: `staging`, `champion`, `challenger`. Never "stage".',
  artifact: "Bytes named by their SHA-256, whole or not there, verified when read.",
  baseline:
    "The model that knows nothing of the features: class frequencies, or the mean. It stands in every leaderboard.",
  candidate: "An estimator that a workflow declares, with the settings it fixes.",
  champion: "The alias of the version that answers requests.",
  check: "A statement about the data that must hold before anything is trained.",
  declaration: "What a workflow file says, defaults filled in.",
  digest: '"sha256:" and the hexadecimal SHA-256 of bytes, or of a value\'s canonical JSON.',
  estimator: "Hyper-parameters only. `fit(X, y, { seed })` gives a model.",
  event: "Something that happened, in the append-only, hash-chained log. Records are projections of events.",
  expression: "A feature or target as data: a tree of named operations over columns.",
  feature: "One column of X.",
  fold: "One round of a cross-validation: training rows and validation rows.",
  gate: "A statement about metrics that must hold before an alias moves. Its verdict is pass, fail or insufficient evidence.",
  home: "The folder `.millrace/`: records, artifacts, journal.",
  "insufficient evidence":
    "The verdict where the bound lies inside the metric's interval: more test rows would decide.",
  kind: "What a column means: number, boolean, date, category, text, id, constant.",
  leaderboard: "The trials of a run, and the best of each candidate, in order.",
  metric:
    "A number that says how good predictions are. `*Score`: higher is better; `*Error` and `*Loss`: lower is better.",
  "minimum / goal": "The value of the metric below which a model is not accepted, and the one to aim at.",
  model: "What `fit` gives: immutable, serialisable. `predict`, `predictProba`.",
  "model version": "An immutable number under a model's name: artifact, metrics, the run it came from.",
  "positive class": "The class of a binary target that precision, recall and costs speak of.",
  profile: "What the data says before anything is trained.",
  quarantine: "The rows that failed a check, kept aside as an artifact with the reason.",
  "run / task":
    "One execution of a workflow; one unit of work inside it that can go to a thread, a process or a machine.",
  sample: "One row of X. X is (nSamples, nFeatures), y is (nSamples).",
  slice: "The rows that share a value of a column.",
  snapshot: "An immutable table made of the source files, with a manifest that explains every column.",
  split: "Which rows train and which are kept for the test.",
  target: "What is predicted: a column or an expression.",
  threshold: "The probability from which a binary model says the positive class.",
  trial: "One setting of the hyper-parameters, scored by cross-validation.",
  "validation rows / test rows":
    "Rows of a fold that the trial didn't train on; rows that nothing was learned from, touched once at the end.",
  "workflow / step": "What is declared: one file; one part of the work of a run on it.",
} as const;

/** A word that a newcomer is told. */
export type Term = keyof typeof terms;

/** Words and what they mean. */
export function termsBlock(words: readonly Term[]): Block | null {
  return facts(words.map((word) => [capital(word), meaningOf(word)]));
}

/** The glossary writes code between backticks. */
function meaningOf(word: Term): Words {
  return terms[word]
    .split("`")
    .map((part, i) => (i % 2 === 1 ? { kind: "code" as const, text: part } : part))
    .filter((part) => part !== "");
}
