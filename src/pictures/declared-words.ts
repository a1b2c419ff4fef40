import { standardChecks } from "../data/index.ts";
import { gateOf } from "../evaluation/index.ts";
import { describeExpression } from "../ml/index.ts";
import type { CheckSpec, GateSpec, PortableSpec } from "../workflow/index.ts";
import { metricOf } from "./metric-of.ts";
import { counted } from "./words.ts";

/** What a declaration says, in words for people. */

/** "ROC AUC, at least 0.72, aim 0.8". */
export function judgedBy(spec: PortableSpec): string {
  const { minimum, goal } = spec.problem;
  const { label, greaterIsBetter } = metricOf(spec);
  const side = greaterIsBetter ? "least" : "most";
  return [
    label,
    ...(minimum === undefined ? [] : [`at ${side} ${minimum}`]),
    ...(goal === undefined ? [] : [`aim ${goal}`]),
  ].join(", ");
}

/** "late", or the expression that makes the target; null where there is none. */
export function targetText({ problem: { target } }: PortableSpec): string | null {
  return target === undefined ? null : describeExpression(target);
}

/** The checks that a run asks: those declared, else the standard one. */
export function checksAsked({ checks }: PortableSpec): readonly CheckSpec[] {
  return checks.length === 0 ? standardChecks : checks;
}

/** `nulls "Speed IAS in knots" (max 0.35)`. */
export function checkText({ kind, column, params }: CheckSpec): string {
  const given = Object.entries(params).map(([name, value]) => `${name} ${String(value)}`);
  return [
    kind,
    ...(column === undefined ? [] : [`"${column}"`]),
    ...(given.length === 0 ? [] : [`(${given.join(", ")})`]),
  ].join(" ");
}

/** "slice(Wildlife Size)". */
export function gateText(spec: GateSpec): string {
  return gateOf(spec).title(spec);
}

/** "random search, 12 settings, 5 folds". */
export function searchText({ search: { method, trials, folds } }: PortableSpec): string {
  const how = method === "none" ? "declared settings" : `${method} search, ${counted(trials, "setting")}`;
  return `${how}, ${counted(folds, "fold")}`;
}

/** "by time, 20 % for the test". */
export function splitText({ split: { kind, test, column } }: PortableSpec): string {
  const by = { random: "by lot", stratified: "by lot within classes", group: "whole groups", time: "by time" }[kind];
  const of = column === undefined ? "" : ` of "${column}"`;
  return `${by}${of}, ${Number((test * 100).toPrecision(3))} % for the test`;
}

/** Who plays a role, and what: "George (gatekeeper)", or "the gatekeeper" where nobody is named. */
export function personText(
  { problem: { people } }: PortableSpec,
  role: keyof PortableSpec["problem"]["people"],
): string {
  const title = roleTitle(role);
  const name = people[role];
  return name === undefined ? `the ${title}` : `${name} (${title})`;
}

const titles: Readonly<Record<string, string>> = { devOps: "DevOps engineer", onCall: "on-call engineer" };

/** "data engineer" for dataEngineer. */
export function roleTitle(role: string): string {
  return titles[role] ?? role.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
