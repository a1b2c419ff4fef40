import { mlDomain } from "../graph-builder.ts";
import type { OnnxNode } from "../messages.ts";
import { arithmeticOperators } from "./arithmetic.ts";
import { denseOperators } from "./dense.ts";
import { linearOperators } from "./linear.ts";
import type { Operator } from "./operator.ts";
import { preparationOperators } from "./preparation.ts";
import { reductionOperators } from "./reductions.ts";
import { shapeOperators } from "./shapes.ts";
import { treeOperators } from "./trees.ts";

/** Every operator that can be run, by domain and name. */
const operators: Readonly<Record<string, Readonly<Record<string, Operator>>>> = {
  "": { ...arithmeticOperators, ...shapeOperators, ...reductionOperators, ...denseOperators },
  [mlDomain]: { ...preparationOperators, ...linearOperators, ...treeOperators },
};

/** Undefined where the operator can't be run here. */
export function operatorOf({ domain, operator }: Pick<OnnxNode, "domain" | "operator">): Operator | undefined {
  const known = Object.hasOwn(operators, domain) ? operators[domain]! : {};
  return Object.hasOwn(known, operator) ? known[operator] : undefined;
}

/** Names of the operators of a domain, for the guide. */
export function operatorNames(domain: "" | typeof mlDomain): string[] {
  return Object.keys(operators[domain]!).sort();
}
