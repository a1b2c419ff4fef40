import type { PeopleSpec } from "./specs.ts";

/** A part of the work on a model, from the question to its life in use. */
export interface Phase {
  readonly name: string;
  readonly title: string;
  /** What it is to come to, as a verb phrase. */
  readonly goal: string;
  /** Whose work or wait it is: keys of the people. */
  readonly roles: readonly (keyof PeopleSpec)[];
  /** Where people meet Millrace in it: a section of the workflow file, or a command. */
  readonly touchpoint: string;
}

const table = [
  {
    name: "problem",
    title: "Problem",
    goal: "say what is asked and what is good enough",
    roles: ["decisionMaker", "stakeholder", "dataScientist"],
    touchpoint: "the file's problem",
  },
  {
    name: "data",
    title: "Data",
    goal: "bring the rows",
    roles: ["dataEngineer", "domainExpert"],
    touchpoint: "millrace init",
  },
  {
    name: "preparation",
    title: "Preparation",
    goal: "check the rows and set some aside for the test",
    roles: ["dataEngineer"],
    touchpoint: "the file's checks and split",
  },
  {
    name: "exploration",
    title: "Exploration",
    goal: "see what the data says",
    roles: ["dataScientist", "domainExpert"],
    touchpoint: "millrace show",
  },
  {
    name: "features",
    title: "Features",
    goal: "say what matters in a row",
    roles: ["dataScientist", "domainExpert"],
    touchpoint: "the file's features",
  },
  {
    name: "training",
    title: "Training",
    goal: "find the best candidate",
    roles: ["dataScientist"],
    touchpoint: "millrace run",
  },
  {
    name: "evaluation",
    title: "Evaluation",
    goal: "know what it is worth",
    roles: ["dataScientist", "gatekeeper"],
    touchpoint: "millrace show",
  },
  {
    name: "deployment",
    title: "Deployment",
    goal: "let it answer",
    roles: ["gatekeeper", "devOps"],
    touchpoint: "millrace serve",
  },
  {
    name: "monitoring",
    title: "Monitoring",
    goal: "hear of trouble first",
    roles: ["onCall", "devOps"],
    touchpoint: "the file's monitor",
  },
  {
    name: "maintenance",
    title: "Life after deployment",
    goal: "keep it good",
    roles: ["onCall", "dataScientist", "stakeholder"],
    touchpoint: "millrace why",
  },
] as const satisfies readonly Phase[];

/** The name of a phase, as people and the log write it. */
export type PhaseName = (typeof table)[number]["name"];

/** The phases of the work, in order. */
export const phases: readonly (Phase & { readonly name: PhaseName })[] = table;
