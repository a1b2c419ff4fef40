import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDrawing } from "./read-drawing.ts";
import type { Sketch } from "./sketch.ts";
import { understand } from "./understand.ts";

/** What a person would say of a drawing. Numbers are lines of the drawing. */
interface Expected {
  readonly file: string;
  /** Parts in the order in which they are first drawn. */
  readonly parts: string;
  readonly gate: string | null;
  readonly says?: Readonly<Record<string, unknown>>;
  readonly people?: Readonly<Record<string, string>>;
  readonly estimators?: readonly string[];
  readonly guessedLines?: readonly number[];
  readonly notUnderstood?: readonly number[];
}

const drawings: readonly Expected[] = [
  {
    file: "01-eight-steps.mmd",
    parts: "trigger fetch clean features train evaluate gate register alert monitor",
    gate: "19: pass register, fail alert",
  },
  {
    file: "02-churn-people.mmd",
    parts: "trigger fetch check clean search train evaluate gate register approve canary monitor alert",
    gate: "30: rocAucScore 0.82, recallScore 0.6: pass register approve canary monitor, fail alert",
    says: { schedule: "0 3 * * 1", canary: [5, 25, 100], trials: 50, folds: 5 },
    people: { dataScientist: "Dana", gatekeeper: "George", onCall: "Dana" },
    estimators: ["gradientBoosting"],
  },
  {
    file: "03-night-flow.mmd",
    parts: "fetch check alert clean features split train evaluate gate register deploy monitor",
    gate: "10: rootMeanSquaredError 3: pass register deploy monitor, fail alert",
    says: { schedule: "30 2 * * *", testShare: 0.2 },
    estimators: ["randomForest", "linearRegression"],
  },
  {
    file: "04-deutsch.mmd",
    parts: "trigger fetch check clean features train evaluate gate register alert monitor drift",
    gate: "17: accuracyScore 0.85: pass register, fail alert",
    says: { schedule: null, window: "1d" },
  },
  {
    file: "05-terse.mmd",
    parts: "trigger fetch train evaluate gate register alert",
    gate: "6: pass register, fail alert",
    guessedLines: [6, 7, 9],
  },
  {
    file: "06-emoji.mmd",
    parts: "trigger fetch clean train evaluate gate register monitor alert",
    gate: "6: accuracyScore 0.9: pass register monitor, fail alert",
    people: { onCall: "Olga" },
  },
  {
    file: "07-typos.mmd",
    parts: "trigger fetch clean train evaluate gate register alert",
    gate: "12: f1Score 0.75: pass register, fail alert",
    guessedLines: [8, 9, 10, 11, 13, 15],
  },
  {
    file: "08-full-life.mmd",
    parts:
      "trigger fetch snapshot check features split search train evaluate gate register staging shadow approve canary deploy " +
      "alert stop monitor drift labels retrain rollback",
    gate: "23: averagePrecisionScore 0.4, 20 ms, champion: pass register staging shadow approve canary deploy, fail alert stop",
    says: {
      schedule: "0 4 * * 1",
      shadow: "2d",
      canary: [10, 50, 100],
      window: "1d",
      labelDelay: "14d",
      trials: 40,
    },
    people: { gatekeeper: "Priya", onCall: "Omar" },
    guessedLines: [15],
  },
  {
    file: "09-no-failure-branch.mmd",
    parts: "fetch clean train evaluate gate deploy monitor",
    gate: "8: pass deploy monitor, no failure branch",
  },
  {
    file: "10-ring.mmd",
    parts: "fetch explore features search evaluate gate register deploy labels drift retrain",
    gate: "7: champion: pass register deploy labels drift retrain, fail ",
  },
  {
    file: "11-missing-steps.mmd",
    parts: "fetch train register",
    gate: null,
    notUnderstood: [6, 8],
  },
  {
    file: "12-markdown.md",
    parts: "trigger fetch clean features train evaluate gate register stop alert",
    gate: "36: meanAbsoluteError 20000, goal 15000: pass register, fail stop alert",
    says: { schedule: "0 6 * * 1", title: "House prices" },
    estimators: ["gradientBoosting"],
  },
];

describe("a drawing", () => {
  it.each(drawings)("$file is understood as a person would", (expected) => {
    const sketch = sketchOf(expected.file);
    expect([...new Set(sketch.parts.map(({ part }) => part))].join(" ")).toBe(expected.parts);
    expect(gateText(sketch)).toBe(expected.gate);
    for (const [key, value] of Object.entries(expected.says ?? {})) {
      expect({ key, value: saidValue(sketch[key as keyof Sketch]) }).toEqual({ key, value });
    }
    expect(Object.fromEntries(Object.entries(sketch.people).map(([role, said]) => [role, said?.value]))).toEqual(
      expected.people ?? {},
    );
    expect(sketch.estimators.map(({ value }) => value)).toEqual(expected.estimators ?? []);
    expect(sketch.parts.filter(({ isSure }) => !isSure).map(({ line }) => line)).toEqual(expected.guessedLines ?? []);
    expect(sketch.notUnderstood.map(({ line }) => line)).toEqual(expected.notUnderstood ?? []);
  });

  it("names the line that every part comes from", () => {
    for (const { file } of drawings) {
      const lines = readFileSync(new URL(file, folder), "utf8").split("\n");
      for (const { line, text } of sketchOf(file).parts) {
        const word = /[A-Za-z]{3,}/.exec(text.replace(/^loop /, ""))?.[0] ?? "";
        // A label may go on over several lines.
        expect(lines.slice(line - 1, line + 1).join(" ")).toContain(word);
      }
    }
  });

  it("that has nothing of a pipeline is an error that says so", () => {
    const drawing = readDrawing("sequenceDiagram\n  Cat->>Dog: meow\n  Dog->>Cat: woof", "pets.mmd");
    expect(() => understand(drawing, "pets.mmd")).toThrow(
      'pets.mmd:2: None of the 2 lines of the drawing is a part of a pipeline that Millrace knows; the first is "meow".',
    );
  });
});

const folder = new URL("../../../test/fixtures/drawings/", import.meta.url);

function sketchOf(file: string): Sketch {
  return understand(readDrawing(readFileSync(new URL(file, folder), "utf8"), file), file);
}

function gateText({ gate }: Sketch): string | null {
  if (gate === null) return null;
  const facts = [
    ...(gate.minimum === null ? [] : [`${gate.metric?.value} ${gate.minimum.value}`]),
    ...(gate.goal === null ? [] : [`goal ${gate.goal.value}`]),
    ...gate.others.map(({ value }) => `${value.metric} ${value.value}`),
    ...(gate.latencyMs === null ? [] : [`${gate.latencyMs.value} ms`]),
    ...(gate.champion === null ? [] : ["champion"]),
  ];
  const failed = gate.hasFailBranch ? `fail ${gate.fail.join(" ")}` : "no failure branch";
  return `${gate.line}: ${facts.length === 0 ? "" : `${facts.join(", ")}: `}pass ${gate.pass.join(" ")}, ${failed}`;
}

function saidValue(said: unknown): unknown {
  return typeof said === "object" && said !== null && "value" in said ? said.value : said;
}
