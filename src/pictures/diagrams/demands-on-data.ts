import { standardChecks } from "../../data/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { checkResults, type SaidCheck } from "../check-results.ts";
import { checkText, personText } from "../declared-words.ts";
import type { Evidence } from "../mermaid/requirement-graph.ts";
import type { PartState } from "../mermaid/states.ts";
import type { RunView } from "../subject.ts";
import type { Demand } from "./demand.ts";

const states: Readonly<Record<SaidCheck["status"], PartState>> = { passed: "done", warned: "warned", failed: "failed" };

/** Each check of the data, with what it said. */
export function checkDemands(spec: PortableSpec, run: RunView | null): Demand[] {
  const results = run === null ? [] : checkResults(run);
  const specs = spec.checks.length === 0 ? standardChecks : spec.checks;
  return specs.map((check, i): Demand => {
    const result = results[i];
    const state: PartState = run === null ? "planned" : result === undefined ? "skipped" : states[result.status];
    return {
      requirement: {
        kind: check.kind === "schema" ? "interface" : "functional",
        id: `C${i + 1}`,
        name: `C${i + 1} ${check.kind}${check.column === undefined ? "" : ` ${check.column}`}`,
        text: checkText(check),
        risk: check.severity === "error" ? "high" : "low",
        verify: "inspection",
        state,
      },
      evidence: evidenceOf(spec, i + 1, result, state),
      holds: result?.status === "passed",
    };
  });
}

function evidenceOf(spec: PortableSpec, number: number, result: SaidCheck | undefined, state: PartState): Evidence {
  const name = `result of C${number}`;
  if (result === undefined) {
    return { name, type: "check of the snapshot", reference: `for ${personText(spec, "dataEngineer")}`, state };
  }
  return { name, type: `check: ${result.status}`, reference: result.message, state };
}
