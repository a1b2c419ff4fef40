import { listNames, suggestion } from "../../../errors/index.ts";
import type { CheckSpec } from "../../specs.ts";
import { columnFault, columnFix } from "../columns-read.ts";
import type { LintInput, Rule } from "../rule.ts";

const place = ({ at }: CheckSpec, index: number, { locate }: LintInput) => at ?? locate(["checks", index]);

/** A check as messages name it: `nulls("age")`. */
function title({ kind, column }: CheckSpec): string {
  return column === undefined ? kind : `${kind}("${column}")`;
}

export const checkKnown: Rule = {
  name: "check-known",
  severity: "error",
  summary: "Every check is one that exists.",
  example: {
    code: 'checks: [{ kind: "nullls", column: "age", params: {}, severity: "error" }]',
    message: 'check "nullls" doesn\'t exist. Did you mean "nulls"?',
  },
  *check(input) {
    const known = input.catalogue.checks;
    for (const [index, check] of input.spec.checks.entries()) {
      if (known.includes(check.kind)) continue;
      yield {
        message: `check "${check.kind}" doesn't exist.${suggestion(check.kind, known)}`,
        fix: `Use one of ${listNames(known, 20)}.`,
        at: place(check, index, input),
      };
    }
  },
};

export const checkColumns: Rule = {
  name: "check-columns",
  severity: "error",
  summary: "The columns that checks read exist and aren't dropped.",
  example: {
    code: 'checks: [{ kind: "nulls", column: "sped", params: { max: 0.1 }, severity: "error" }]',
    message:
      'check "nulls" reads column "sped", but the data has no such column. Did you mean "speed"? Columns: day, speed, size, damage, cost, age.',
  },
  *check(input) {
    for (const [index, check] of input.spec.checks.entries()) {
      const fault = check.column === undefined ? undefined : columnFault(check.column, input);
      if (fault === undefined) continue;
      yield {
        message: `check "${check.kind}" reads column "${check.column}", ${fault}.`,
        fix: columnFix(check.column!, input),
        at: place(check, index, input),
      };
    }
  },
};

export const checkDuplicates: Rule = {
  name: "check-duplicates",
  severity: "warning",
  summary: "No check stands twice with the same severity.",
  example: {
    code: [
      "checks: [",
      '    { kind: "nulls", column: "age", params: { max: 0.1 }, severity: "error" },',
      '    { kind: "nulls", column: "age", params: { max: 0.2 }, severity: "error" },',
      "  ]",
    ].join("\n"),
    message: 'check nulls("age") stands twice with severity "error"; only the stricter one matters.',
  },
  *check(input) {
    const seen = new Set<string>();
    for (const [index, check] of input.spec.checks.entries()) {
      if (check.column === undefined) continue;
      const key = JSON.stringify([check.kind, check.column, check.severity]);
      if (seen.has(key)) {
        yield {
          message: `check ${title(check)} stands twice with severity "${check.severity}"; only the stricter one matters.`,
          fix: 'Take one out, or make the looser one an error and the stricter one a "warning".',
          at: place(check, index, input),
        };
      }
      seen.add(key);
    }
  },
};

export const checkBounds: Rule = {
  name: "check-bounds",
  severity: "error",
  summary: "The bounds of a check can be met: min is not above max, shares lie between 0 and 1.",
  example: {
    code: 'checks: [{ kind: "range", column: "speed", params: { min: 600, max: 0 }, severity: "error" }]',
    message: 'check range("speed") has min 600 above max 0: no value can pass.',
  },
  *check(input) {
    for (const [index, check] of input.spec.checks.entries()) {
      const { min, max } = check.params;
      const at = place(check, index, input);
      if (typeof min === "number" && typeof max === "number" && min > max) {
        const message = `check ${title(check)} has min ${min} above max ${max}: no value can pass.`;
        yield { message, fix: "Swap min and max.", at };
      }
      if (check.kind === "nulls" && typeof max === "number" && !(max >= 0 && max <= 1)) {
        const fix = max > 1 && max <= 100 ? `Write max: ${max / 100}.` : "Write a share, like max: 0.1.";
        yield { message: `check ${title(check)} has max ${max}; it is a share of rows, 0 to 1.`, fix, at };
      }
    }
  },
};
