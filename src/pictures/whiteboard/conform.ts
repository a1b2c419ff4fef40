import type { PortableSpec } from "../../workflow/index.ts";
import { numbersThatDiffer } from "./conform-numbers.ts";
import type { Conformity, Difference } from "./difference.ts";
import { type PartKind, parts as partTable } from "./parts.ts";
import { partsOfWorkflow, type WorkflowPart } from "./parts-of-workflow.ts";
import type { Sketch, SketchedPart } from "./sketch.ts";

/** How each part is declared that a workflow may lack. */
const declaring: Partial<Readonly<Record<PartKind, string>>> = {
  check: 'Declare it: checks: [nulls("COLUMN", { max: 0.1 })].',
  search: 'Declare it: search: { method: "random", trials: 12, folds: 5 }.',
  gate: "Declare it: gates: [meetsMinimum()] with problem.minimum.",
  alert: "Declare gates: the alert comes with them.",
  stop: "Declare gates: without them every model is registered.",
  approve: 'Declare it: rollout: { approval: "gatekeeper" }, and the person in problem.people.',
  shadow: 'Declare it: rollout: { shadow: "1d" }.',
  canary: "Declare it: rollout: { canary: [5, 25, 100] }.",
  rollback: "Declare rollout.canary: it goes back by itself. By hand an alias moves at any time.",
  monitor: 'Declare it: monitor: { window: "1d" }.',
  drift: 'Declare it: monitor: { window: "1d" } watches for drift, too.',
  labels: 'Declare it: monitor: { window: "1d", labels: { delay: "7d" } }.',
  retrain: 'Declare it: schedule: "0 3 * * *", or monitor with a minimum and a goal.',
};

const ofData: readonly PartKind[] = ["snapshot", "check", "clean", "features"];

/** Holds what a team drew against what a workflow does. Differences come first, in the drawing's order. */
export function conform(sketch: Sketch, spec: PortableSpec): Conformity {
  const done = partsOfWorkflow(spec);
  const found = [
    ...failureBranch(sketch, spec),
    ...notInWorkflow(sketch, done),
    ...numbersThatDiffer(sketch, spec),
    ...inAnotherOrder(sketch, done),
    ...notDrawn(sketch, done),
    ...splitLate(sketch),
    ...notUnderstood(sketch),
  ];
  const severities = ["difference", "remark"];
  const differences = found
    .map((difference, index) => ({ difference, index }))
    .sort(
      (a, b) =>
        severities.indexOf(a.difference.severity) - severities.indexOf(b.difference.severity) || a.index - b.index,
    )
    .map(({ difference }) => difference);
  return { conforms: !differences.some(({ severity }) => severity === "difference"), differences };
}

function failureBranch({ gate, parts }: Sketch, { gates }: PortableSpec): Difference[] {
  if (gates.length === 0) return [];
  const isDrawn = gate?.hasFailBranch === true || parts.some(({ part }) => part === "alert");
  if (isDrawn) return [];
  const does = "Millrace registers nothing and raises an alert";
  return [
    {
      kind: "no failure branch drawn",
      severity: "difference",
      part: "alert",
      line: gate?.line ?? null,
      message: `Nothing is drawn for a model that isn't good enough; ${does}.`,
      fix: 'Draw it: "alt metrics are good enough … else … Pipeline->>Engineer: alert … end"; in a flowchart, a "no" arrow.',
    },
  ];
}

function notInWorkflow({ parts }: Sketch, done: readonly WorkflowPart[]): Difference[] {
  const does = new Set(done.map(({ part }) => part));
  return firstOfEach(parts)
    .filter(({ part }) => !does.has(part))
    .map(({ part, line, text, isSure }) => ({
      kind: "drawn, not in the workflow",
      severity: isSure ? "difference" : "remark",
      part,
      line,
      message: `"${text}" is drawn (${partTable[part].what}), and the workflow doesn't do it.`,
      fix: declaring[part] ?? "Take it out of the drawing, or do it outside of the workflow.",
    }));
}

/** What the file asks for must be drawn; what Millrace does anyway may be. */
function notDrawn({ parts, gate }: Sketch, done: readonly WorkflowPart[]): Difference[] {
  const drawn = new Set(parts.map(({ part }) => part));
  // Training may be drawn as the search for settings, and evaluation as the decision on its metrics.
  if (drawn.has("search")) drawn.add("train");
  if (drawn.has("gate")) drawn.add("evaluate");
  // Nothing goes live that isn't registered.
  if (drawn.has("deploy")) drawn.add("register");
  // Where no failure is drawn at all, that is said already.
  if (gate?.hasFailBranch !== true) drawn.add("alert");
  const minor: readonly PartKind[] = ["trigger", "fetch", "alert"];
  const implied: readonly PartKind[] = ["notify", "stop"];
  return done
    .filter(({ part }) => !drawn.has(part) && !implied.includes(part))
    .map(({ part, what, by }) => {
      const isAsked = by === "asked" && !minor.includes(part);
      return {
        kind: "in the workflow, not drawn",
        severity: isAsked ? "difference" : "remark",
        part,
        line: null,
        message: `The workflow does what isn't drawn, ${partTable[part].what}: ${what}.`,
        fix: isAsked ? "Draw it, or take it out of the workflow." : "Nothing to do; draw it if readers should know.",
      };
    });
}

/** The fewest parts that would have to move for the drawing to have Millrace's order. */
function inAnotherOrder({ parts }: Sketch, done: readonly WorkflowPart[]): Difference[] {
  const does = new Set(done.map(({ part }) => part));
  const onTheWay = parts.filter(({ part, side }) => side !== "fail" && does.has(part) && partTable[part].rank !== null);
  const drawn = firstOfEach(onTheWay);
  const kept = new Set(longestRising(drawn));
  return drawn
    .filter((part) => !kept.has(part))
    .map((part) => {
      const later = drawn.find(
        (other) => kept.has(other) && isBefore(other, part) !== drawn.indexOf(other) < drawn.indexOf(part),
      );
      const place =
        later === undefined ? "" : isBefore(part, later) ? ` before "${later.text}"` : ` after "${later.text}"`;
      // Nothing serves before it is both registered and approved; and much can be done to data in any order.
      const isHarmless =
        (part.part === "approve" && later?.part === "register") ||
        (ofData.includes(part.part) && later !== undefined && ofData.includes(later.part));
      return {
        kind: "in another order",
        severity: isHarmless || !part.isSure ? "remark" : "difference",
        part: part.part,
        line: part.line,
        message: `"${part.text}" (${partTable[part.part].what}) is drawn elsewhere; Millrace does it${place}.`,
        fix: `Draw ${partTable[part.part].what}${place}.`,
      } as const;
    });
}

function isBefore(a: SketchedPart, b: SketchedPart): boolean {
  return partTable[a.part].rank! < partTable[b.part].rank!;
}

/** The longest run of parts whose ranks never fall. At most one of each part comes in, so a square of them is little. */
function longestRising(drawn: readonly SketchedPart[]): SketchedPart[] {
  const best: SketchedPart[][] = [];
  for (const [index, part] of drawn.entries()) {
    const before = best
      .slice(0, index)
      .filter((run) => partTable[run.at(-1)!.part].rank! <= partTable[part.part].rank!);
    const longest = before.reduce<SketchedPart[]>((a, b) => (b.length > a.length ? b : a), []);
    best.push([...longest, part]);
  }
  return best.reduce<SketchedPart[]>((a, b) => (b.length > a.length ? b : a), []);
}

function splitLate({ parts }: Sketch): Difference[] {
  const split = parts.find(({ part }) => part === "split");
  const at = split === undefined ? -1 : parts.indexOf(split);
  const before = parts.slice(0, Math.max(0, at));
  const training = before.find(({ part }) => part === "train" || part === "search");
  const early = training ?? before.find(({ part }) => part === "features");
  if (split === undefined || early === undefined) return [];
  return [
    {
      kind: "in another order",
      severity: training === undefined ? "remark" : "difference",
      part: "split",
      line: split.line,
      message: `The split is drawn after "${early.text}"; Millrace splits first, so that nothing is learned from test rows.`,
      fix:
        training === undefined
          ? "Nothing to do; draw the split first if readers should know."
          : "Draw the split first.",
    },
  ];
}

function notUnderstood({ notUnderstood: lines }: Sketch): Difference[] {
  return lines.map(({ line, text }) => ({
    kind: "not understood",
    severity: "remark",
    part: null,
    line,
    message: `"${text}" is no part of a pipeline that Millrace knows.`,
    fix: "Say it in other words if it is one, or leave it as it is.",
  }));
}

/** A part is where it is drawn first, as surely as it is drawn anywhere. */
function firstOfEach(parts: readonly SketchedPart[]): SketchedPart[] {
  const byPart = new Map<PartKind, SketchedPart>();
  for (const part of parts) {
    const known = byPart.get(part.part);
    if (known === undefined) byPart.set(part.part, part);
    else if (part.isSure && !known.isSure) byPart.set(part.part, { ...known, isSure: true });
  }
  return [...byPart.values()];
}
