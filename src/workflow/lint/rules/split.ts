import { listNames, suggestion } from "../../../errors/index.ts";
import { columnFault, columnFix } from "../columns-read.ts";
import type { LintInput, Rule } from "../rule.ts";

const place = ({ spec, locate }: LintInput) => spec.split.at ?? locate(["split"]);

export const splitKnown: Rule = {
  name: "split-known",
  severity: "error",
  summary: "The split is one that exists and fits the task: only classification has classes to keep in proportion.",
  example: {
    code: 'split: { kind: "chronological", test: 0.2 }',
    message: 'split "chronological" doesn\'t exist. Known: random, stratified, group, time.',
  },
  *check(input) {
    const { split, problem } = input.spec;
    const known = input.catalogue.splits;
    if (!known.includes(split.kind)) {
      const message = `split "${split.kind}" doesn't exist.${suggestion(split.kind, known)} Known: ${listNames(known)}.`;
      yield { message, fix: "Write random, stratified, byGroup or byTime.", at: place(input) };
    } else if (split.kind === "stratified" && problem.task !== "classification") {
      const message = `split "stratified" keeps classes in proportion, but ${problem.task} has none.`;
      yield { message, fix: "Write split: random({ test: 0.2 }).", at: place(input) };
    }
  },
};

export const splitShare: Rule = {
  name: "split-share",
  severity: "error",
  summary: "The test share leaves rows on both sides: above 0 and below 1.",
  example: {
    code: 'split: { kind: "random", test: 20 }',
    message: "split keeps a share of 20 for the test; it must be above 0 and below 1.",
  },
  *check(input) {
    const { test } = input.spec.split;
    if (typeof test === "number" && test > 0 && test < 1) return;
    yield {
      message: `split keeps a share of ${test} for the test; it must be above 0 and below 1.`,
      fix: test >= 1 && test < 100 ? `Write test: ${test / 100}.` : "Write test: 0.2.",
      at: place(input),
    };
  },
};

export const splitHalf: Rule = {
  name: "split-half",
  severity: "warning",
  summary: "Most rows train: at most half of them are kept for the test.",
  example: {
    code: 'split: { kind: "random", test: 0.8 }',
    message: "split keeps 80 % of the rows for the test and trains on the rest.",
  },
  *check(input) {
    const { test } = input.spec.split;
    if (!(test > 0.5 && test < 1)) return;
    yield {
      message: `split keeps ${Math.round(test * 100)} % of the rows for the test and trains on the rest.`,
      fix: `Write test: ${Number((1 - test).toFixed(4))} if you meant the training share.`,
      at: place(input),
    };
  },
};

export const splitColumn: Rule = {
  name: "split-column",
  severity: "error",
  summary: "A split by time has a column that orders rows, a split by group one that groups them, and it exists.",
  example: {
    code: 'split: { kind: "group", test: 0.2 }',
    message: "split by group names no column.",
  },
  *check(input) {
    const { split, data } = input.spec;
    if (split.kind !== "time" && split.kind !== "group") return;
    const column = split.column ?? (split.kind === "time" ? data.options.time : undefined);
    if (column === undefined) {
      const fix =
        split.kind === "time"
          ? "Say which column orders the rows: table(path, { time: COLUMN })."
          : "Write byGroup(COLUMN, { test: 0.2 }).";
      yield { message: `split by ${split.kind} names no column.`, fix, at: place(input) };
      return;
    }
    const fault = split.column === undefined ? undefined : columnFault(column, input);
    if (fault === undefined) return;
    const message = `split by ${split.kind} reads column "${column}", ${fault}.`;
    yield { message, fix: columnFix(column, input), at: place(input) };
  },
};
