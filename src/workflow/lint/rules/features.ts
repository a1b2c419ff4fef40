import { columnFault, columnFix, columnsRead, plainColumn } from "../columns-read.ts";
import type { Rule } from "../rule.ts";

export const featureNames: Rule = {
  name: "feature-names",
  severity: "error",
  summary: "A feature's name isn't empty and isn't taken by a column.",
  example: {
    code: 'features: (c) => ({ speed: c["speed"].log1p() })',
    message: 'feature "speed" has the name of a column of the data.',
  },
  *check({ spec, catalogue, locate }) {
    const target = plainColumn(spec.problem.target);
    for (const name of Object.keys(spec.features)) {
      const at = locate(["features", name]);
      if (name.trim() === "") {
        yield { message: "a feature has an empty name.", fix: "Give it a name that says what it is.", at };
      } else if (name === target || (catalogue.columns !== undefined && Object.hasOwn(catalogue.columns, name))) {
        const fix = `Give the feature a name of its own, like "${name} (derived)".`;
        yield { message: `feature "${name}" has the name of a column of the data.`, fix, at };
      }
    }
  },
};

export const featureColumns: Rule = {
  name: "feature-columns",
  severity: "error",
  summary: "The columns that features read exist and aren't dropped.",
  example: {
    code: 'features: (c) => ({ fast: c["sped"].gt(180) })',
    message:
      'feature "fast" reads column "sped", but the data has no such column. Did you mean "speed"? Columns: day, speed, size, damage, cost, age.',
  },
  *check(input) {
    for (const [name, expression] of Object.entries(input.spec.features)) {
      for (const column of columnsRead(expression)) {
        // A feature may be made of another one.
        if (column !== name && Object.hasOwn(input.spec.features, column)) continue;
        const fault = columnFault(column, input);
        if (fault === undefined) continue;
        yield {
          message: `feature "${name}" reads column "${column}", ${fault}.`,
          fix: columnFix(column, input),
          at: input.locate(["features", name]),
        };
      }
    }
  },
};

export const featureLeaks: Rule = {
  name: "feature-leaks",
  severity: "error",
  summary: "No feature reads the column that is to be predicted.",
  example: {
    code: 'features: (c) => ({ harmed: c["damage"].is("yes") })',
    message: 'feature "harmed" reads column "damage", which is what the model is to predict.',
  },
  *check({ spec, locate }) {
    const target = spec.problem.target;
    const known = target === undefined ? [] : columnsRead(target);
    // Where several columns make the target, one of them may well be known beforehand.
    if (known.length !== 1) return;
    for (const [name, expression] of Object.entries(spec.features)) {
      if (!columnsRead(expression).includes(known[0]!)) continue;
      yield {
        message: `feature "${name}" reads column "${known[0]}", which is what the model is to predict.`,
        fix: "Make the feature of columns that are known when a prediction is asked for.",
        at: locate(["features", name]),
      };
    }
  },
};
