import type { Evidence, Requirement } from "../mermaid/requirement-graph.ts";
import { counted } from "../words.ts";

/** The requirement that all others come from. */
export const objective = "objective";

/** A requirement with what shows whether it holds. */
export interface Demand {
  readonly requirement: Requirement;
  /** Several requirements may rest on the same. */
  readonly evidence: Evidence | null;
  readonly holds: boolean;
  /** Name of the requirement that it makes precise, where that isn't the objective. */
  readonly refines?: string;
}

/** Of more demands than `fold` those that hold become one that counts them; the others stand first. */
export function foldDemands(demands: readonly Demand[], fold: number, noun: string): Demand[] {
  if (demands.length <= fold) return [...demands];
  const sorted = [...demands.filter(({ holds }) => !holds), ...demands.filter(({ holds }) => holds)];
  const shown = sorted.slice(0, Math.max(1, fold - 1));
  const rest = sorted.slice(shown.length);
  const first = rest[0]!;
  const evidence = rest.find((demand) => demand.evidence !== null)?.evidence ?? null;
  const name = counted(rest.length, `more ${noun}`);
  const of: Demand = {
    requirement: { ...first.requirement, id: `${first.requirement.id} …`, name, text: "" },
    evidence: evidence && { ...evidence, name: `evidence for ${name}`, reference: "" },
    holds: first.holds,
  };
  return [...shown, of];
}
