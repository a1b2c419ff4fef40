import { eventDefinitions, type StoredEvent } from "../../store/index.ts";
import { partyId } from "./parties.ts";
import { workerOf } from "./step-workers.ts";

/** The two ends of an event's message, as Mermaid's text names them. */
export interface Ends {
  readonly from: string;
  readonly to: string;
}

/** Between whom, by the table of events; a step's own messages go to its worker. */
export function endsOf(event: StoredEvent): Ends {
  const { from, to } = eventDefinitions.get(event.type)!;
  const isStep = event.type === "step.started" || event.type === "step.finished" || event.type === "step.failed";
  const receiver = isStep ? workerOf(event.body.step).participant : to;
  return { from: partyId(from), to: partyId(receiver) };
}
