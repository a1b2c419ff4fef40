import type { PortableSpec } from "../../workflow/index.ts";
import { type Evidence, type RequirementLink, requirementLines } from "../mermaid/requirement-graph.ts";
import type { RunView } from "../subject.ts";
import { type Demand, foldDemands, objective } from "./demand.ts";
import { checkDemands } from "./demands-on-data.ts";
import { gateDemands, lifeDemands, objectiveDemands } from "./demands-on-model.ts";
import type { Diagram } from "./diagram.ts";

/** What must hold, and which evidence shows whether it does. */
export const requirement: Diagram = {
  kind: "requirement",
  title: "Requirements",
  summary: "objective, minimum, goal, checks, gates and approvals, each with the evidence that shows whether it holds",
  of: {
    run: (run, _, { fold }) => demandLines(run.story.declaration, run, fold),
    declaration: ({ declaration }, { fold }) => demandLines(declaration, null, fold),
  },
};

function demandLines(spec: PortableSpec, run: RunView | null, fold: number): string[] {
  const demands = [
    ...objectiveDemands(spec, run),
    ...foldDemands(checkDemands(spec, run), fold, "check"),
    ...foldDemands(gateDemands(spec, run), fold, "gate"),
    ...lifeDemands(spec),
  ];
  const evidence = new Map(demands.flatMap(({ evidence }) => (evidence === null ? [] : [[evidence.name, evidence]])));
  const snapshot = run === null ? [] : snapshotEvidence(run);
  return requirementLines(
    demands.map(({ requirement }) => requirement),
    [...evidence.values(), ...snapshot],
    [...demands.flatMap(linksOf), ...(snapshot.length === 0 ? [] : tracesOf(run!, evidence))],
  );
}

/** What was found was found in the snapshot: the report, or where there is none, what the checks say. */
function tracesOf({ story }: RunView, evidence: ReadonlyMap<string, Evidence>): RequirementLink[] {
  const from = story.evaluation === null ? "result of C1" : "evaluation report";
  return evidence.has(from) ? [{ from, to: "snapshot", kind: "traces" }] : [];
}

function linksOf({ requirement, evidence, holds, refines }: Demand): RequirementLink[] {
  const links: RequirementLink[] = [];
  if (evidence !== null)
    links.push({ from: evidence.name, to: requirement.name, kind: holds ? "satisfies" : "verifies" });
  if (refines !== undefined) links.push({ from: requirement.name, to: refines, kind: "refines" });
  else if (requirement.name !== objective) links.push({ from: requirement.name, to: objective, kind: "derives" });
  return links;
}

function snapshotEvidence({ story, events }: RunView): Evidence[] {
  const { manifest } = story;
  if (manifest === null) return [];
  const taken = events.find(({ type }) => type === "snapshot.taken");
  // A reused snapshot is told by the run that took it; the digests of its files name it as well.
  const digest = taken?.type === "snapshot.taken" ? taken.body.digest : manifest.files[0]?.digest;
  return [{ name: "snapshot", type: `${manifest.rows} rows`, reference: digest?.slice(0, 19) ?? "", state: "done" }];
}
