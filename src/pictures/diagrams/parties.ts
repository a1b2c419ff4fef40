import type { Participant } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { roleTitle } from "../declared-words.ts";
import type { Party } from "../mermaid/sequence-lines.ts";

/** People by the role that plays each part; the others are services. */
const playedBy: Readonly<Partial<Record<Participant, keyof PortableSpec["problem"]["people"]>>> = {
  engineer: "dataScientist",
  gatekeeper: "gatekeeper",
  stakeholder: "stakeholder",
};

/** From left to right, as work flows. */
const order: readonly Participant[] = [
  "stakeholder",
  "engineer",
  "data source",
  "pipeline",
  "trainer",
  "validator",
  "registry",
  "gatekeeper",
  "deployment",
  "monitor",
];

/** A participant's name in Mermaid's text: one word. */
export function partyId(participant: Participant): string {
  return participant === "data source" ? "source" : participant;
}

/** Who takes part, in order; people with the names that the declaration gives, the source with its path. */
export function partiesOf(spec: PortableSpec, taking: Iterable<Participant>): Party[] {
  const wanted = new Set(taking);
  return order
    .filter((participant) => wanted.has(participant))
    .map((participant) => {
      const role = playedBy[participant];
      const title = participant[0]!.toUpperCase() + participant.slice(1);
      const name = role === undefined ? undefined : spec.problem.people[role];
      const under =
        participant === "data source" ? [spec.data.path] : name === undefined ? [] : [`${name}, ${roleTitle(role!)}`];
      return { id: partyId(participant), isPerson: role !== undefined, lines: [title, ...under] };
    });
}
