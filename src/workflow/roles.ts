import type { PeopleSpec } from "./specs.ts";

const summaries: Readonly<Record<keyof PeopleSpec, string>> = {
  decisionMaker: "decides whether the model is built and what it must reach",
  gatekeeper: "blesses what goes live",
  onCall: "is paged when the model falls below its minimum",
  stakeholder: "uses what the model says",
  domainExpert: "knows what the columns mean",
  dataScientist: "writes the workflow",
  dataEngineer: "brings the data",
  devOps: "runs what serves it",
};

/** Every role that a person may have in a workflow. */
export const roles = Object.keys(summaries) as readonly (keyof PeopleSpec)[];

/** What a role does, as the end of a sentence. */
export function describeRole(role: keyof PeopleSpec): string {
  return summaries[role];
}
