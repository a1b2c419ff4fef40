import { suggestion } from "../../errors/index.ts";
import type { ParameterValue } from "../estimators/parameters.ts";
import type { Condition, Dimension, Space } from "./dimension.ts";
import { levelsOf } from "./levels.ts";

type Setting = Readonly<Record<string, ParameterValue | undefined>>;

/** True where the setting meets the dimension's condition. A parameter that is itself left out of the setting meets none. */
export function isActive({ when }: Dimension, setting: Setting): boolean {
  if (when === undefined) return true;
  return Object.entries(when).every(([name, wanted]) => {
    const value = setting[name];
    return value !== undefined && allowedBy(wanted).includes(value);
  });
}

/** The setting without parameters whose condition it doesn't meet. */
export function activeOnly(space: Space, setting: Readonly<Record<string, ParameterValue>>) {
  if (!isConditional(space)) return setting;
  const kept: Record<string, ParameterValue> = {};
  for (const name of parentsFirst(space) ?? []) {
    if (isActive(space[name]!, kept)) kept[name] = setting[name]!;
  }
  return Object.fromEntries(Object.entries(setting).filter(([name]) => Object.hasOwn(kept, name)));
}

/**
 * The names of a space in alphabetical order, but a parameter with a condition after those that the condition names.
 * Undefined where conditions go round in a circle.
 */
export function parentsFirst(space: Space): string[] | undefined {
  const waiting = Object.keys(space).sort();
  const ordered: string[] = [];
  while (waiting.length > 0) {
    const isReady = (name: string): boolean =>
      Object.keys(space[name]!.when ?? {}).every((parent) => ordered.includes(parent));
    const ready = waiting.findIndex(isReady);
    if (ready < 0) return undefined;
    ordered.push(...waiting.splice(ready, 1));
  }
  return ordered;
}

/** What is wrong with the conditions of a space, if anything is. */
export function conditionProblem(space: Space): { name: string; expected: string; got: string } | undefined {
  for (const [name, { when }] of Object.entries(space)) {
    if (when === undefined) continue;
    const got = JSON.stringify(when) ?? String(when);
    if (typeof when !== "object" || when === null || Array.isArray(when) || Object.keys(when).length === 0) {
      return { name, expected: '`when` to be like { growth: "depthWise" }', got };
    }
    for (const [parent, wanted] of Object.entries(when)) {
      const expected = parentProblem(space, name, parent, allowedBy(wanted));
      if (expected !== undefined) return { name, expected, got };
    }
  }
  if (parentsFirst(space) !== undefined) return undefined;
  const name = Object.keys(space).find((one) => space[one]!.when !== undefined)!;
  return { name, expected: "conditions that don't depend on each other", got: "a circle" };
}

function parentProblem(space: Space, name: string, parent: string, wanted: readonly ParameterValue[]) {
  const others = Object.keys(space).filter((other) => other !== name);
  if (!others.includes(parent)) {
    const near = suggestion(parent, others).trim();
    return `\`when\` to name another parameter of the same space${near === "" ? "" : ` (${near})`}`;
  }
  const dimension = space[parent]!;
  if (dimension.draw !== "choice" && dimension.draw !== "integer") {
    return `\`when\` to name a choice or an integer, and "${parent}" is neither`;
  }
  const missing = wanted.find((value) => !canBe(dimension, value));
  if (wanted.length > 0 && missing === undefined) return undefined;
  return `values of "${parent}" that its range has`;
}

function canBe(dimension: Dimension, value: ParameterValue): boolean {
  if (dimension.draw === "choice") return dimension.values.includes(value);
  const levels = levelsOf(dimension)!;
  if (typeof value !== "number") return false;
  return levels.indexOf(value) >= 0;
}

function isConditional(space: Space): boolean {
  return Object.values(space).some(({ when }) => when !== undefined);
}

function allowedBy(wanted: Condition[string]): readonly ParameterValue[] {
  return Array.isArray(wanted) ? wanted : [wanted as ParameterValue];
}
