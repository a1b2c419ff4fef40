import { describe, expect, it } from "vitest";
import { completeParameters } from "../../src/ml/estimators/parameters.ts";
import type {
  Column,
  ColumnKind,
  FeatureValues,
  FittedTransformer,
  Target,
  TransformerDefinition,
} from "../../src/ml/index.ts";
import { featureStepTable, transformerTable } from "../../src/ml/index.ts";
import { decodeContainer, encodeContainer } from "../../src/ml/pipeline/container.ts";
import { random } from "../../src/ml/random.ts";

/** One suite over the table of transformers and one over that of feature steps: what every row of them promises. */
const rows = 40;
const targets: readonly (Target | null)[] = [
  null,
  { kind: "values", values: Float64Array.from({ length: rows }, (_, i) => Math.sqrt(i)) },
  { kind: "classes", codes: Int32Array.from({ length: rows }, (_, i) => (i * 7) % 2), classes: ["no", "yes"] },
  { kind: "classes", codes: Int32Array.from({ length: rows }, (_, i) => (i * 7) % 3), classes: ["a", "b", "c"] },
];

function columnOf(kind: ColumnKind, values: readonly (number | null)[]): Column {
  if (kind === "category" || kind === "text") {
    const texts = values.map((value) => (value === null ? null : `bird ${value}`));
    const dictionary = [...new Set(texts.filter((text) => text !== null))].sort();
    const codes = Int32Array.from(texts, (text) => (text === null ? -1 : dictionary.indexOf(text)));
    return { storage: "codes", kind, codes, dictionary };
  }
  return {
    storage: "values",
    kind: kind as "number",
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
  };
}

const r = random(3);
const mixed = Array.from({ length: rows }, () => (r.next() < 0.2 ? null : r.integer(6)));
const degenerate: Readonly<Record<string, readonly (number | null)[]>> = {
  "all missing": new Array(rows).fill(null),
  "all the same": new Array(rows).fill(4),
  "all different": Array.from({ length: rows }, (_, i) => i * 1000),
  "one value, else missing": Array.from({ length: rows }, (_, i) => (i === 7 ? 2 : null)),
  huge: Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? 1e300 : -1e300)),
  "almost the same": Array.from({ length: rows }, (_, i) => 1e9 + i * 1e-7),
};

function cases(definition: TransformerDefinition): { kind: ColumnKind; y: Target | null }[] {
  const kinds = definition.kinds.filter((kind) => kind !== "id" && kind !== "constant");
  return kinds.flatMap((kind) =>
    targets.filter((y) => y !== null || !definition.needsTarget).map((y) => ({ kind, y })),
  );
}

function inputOf(definition: TransformerDefinition, column: Column, y: Target | null) {
  return { name: "c", column, y, seed: 5, params: completeParameters(definition.name, definition.parameters, {}) };
}

function transformed(fitted: FittedTransformer, column: Column): Float64Array[] {
  const length = column.storage === "codes" ? column.codes.length : column.values.length;
  // Filled with a value that must not survive: every place has to be written.
  const into = fitted.features.map(() => new Float64Array(length).fill(-12345));
  fitted.transform(column, into);
  return into;
}

function expectFinishedFeatures(fitted: FittedTransformer, values: readonly FeatureValues[]): void {
  const wrong: string[] = [];
  for (const [k, feature] of fitted.features.entries()) {
    for (const x of values[k]!) {
      const finished = x !== -12345 && (Number.isNaN(x) || Number.isFinite(Math.fround(x)));
      const inRange =
        feature.kind !== "categorical" || Number.isNaN(x) || (Number.isInteger(x) && x >= 0 && x < feature.levels);
      if (!finished || !inRange) wrong.push(`${feature.name}: ${x}`);
    }
  }
  expect(wrong).toEqual([]);
}

describe.each([...transformerTable.values()])("transformer $name", (definition) => {
  it("says what it is for", () => {
    expect(definition.summary).toMatch(/^[A-Z0-9].*\.$/);
    expect(definition.kinds.length).toBeGreaterThan(0);
  });

  it.each(cases(definition))(
    "fits the same twice, changes nothing it was given, and survives its bytes ($kind)",
    ({ kind, y }) => {
      const column = columnOf(kind, mixed);
      const before = structuredClone({ column, y });
      const [first, second] = [
        definition.fit(inputOf(definition, column, y)),
        definition.fit(inputOf(definition, column, y)),
      ];
      expect(encodeContainer(first.toData())).toEqual(encodeContainer(second.toData()));
      const values = transformed(first, column);
      expectFinishedFeatures(first, values);
      expect({ column, y }).toEqual(before);
      const loaded = definition.load(decodeContainer(encodeContainer(first.toData())));
      expect(loaded.features).toEqual(first.features);
      expect(transformed(loaded, column)).toEqual(values);
    },
  );

  it.each(cases(definition))("takes degenerate columns, empty ones and values never seen ($kind)", ({ kind, y }) => {
    for (const values of [mixed, ...Object.values(degenerate)]) {
      const fitted = definition.fit(inputOf(definition, columnOf(kind, values), y));
      for (const other of [values, mixed, [], [null], [77, null, -3], ...Object.values(degenerate)]) {
        expectFinishedFeatures(fitted, transformed(fitted, columnOf(kind, other)));
      }
    }
    const none = inputOf(definition, columnOf(kind, []), y === null ? null : emptied(y));
    expectFinishedFeatures(definition.fit(none), transformed(definition.fit(none), columnOf(kind, mixed)));
  });

  it.each(cases(definition))(
    "scores a row alike alone, in any company and under any dictionary ($kind)",
    ({ kind, y }) => {
      const column = columnOf(kind, mixed);
      const fitted = definition.fit(inputOf(definition, column, y));
      const all = transformed(fitted, column);
      for (let i = 0; i < rows; i++) {
        const alone = transformed(fitted, columnOf(kind, [mixed[i]!]));
        expect(alone.map((values) => values[0])).toEqual(all.map((values) => values[i]));
      }
    },
  );

  if (definition.transformTraining !== undefined) {
    it("gives training rows features that don't contain their own target", () => {
      for (const { kind, y } of cases(definition)) {
        const column = columnOf(kind, mixed);
        const encode = (target: Target): FeatureValues[] => {
          const input = inputOf(definition, column, target);
          const fitted = definition.fit(input);
          const into = fitted.features.map(() => new Float64Array(rows).fill(-12345));
          definition.transformTraining!(fitted, input, into);
          expectFinishedFeatures(fitted, into);
          return into;
        };
        const [before, after] = [encode(y!), encode(withOtherFirst(y!))];
        for (const [k, values] of before.entries()) expect(after[k]![0]).toBe(values[0]);
        expect(after).not.toEqual(before);
      }
    });
  }

  it("refuses data that it can't have written", () => {
    const { kind, y } = cases(definition)[0]!;
    const data = definition.fit(inputOf(definition, columnOf(kind, mixed), y)).toData();
    expect(() => definition.load({})).toThrow(expect.objectContaining({ code: "ML_MODEL_CORRUPT" }));
    expect(() => definition.load({ ...data, more: 1 })).toThrow(expect.objectContaining({ code: "ML_MODEL_CORRUPT" }));
    expect(() => definition.load({ ...data, name: 1 })).toThrow(expect.objectContaining({ code: "ML_MODEL_CORRUPT" }));
  });
});

describe.each([...featureStepTable.values()])("feature step $name", (definition) => {
  const choices = Object.values(definition.parameters).flatMap((p) => (p.type === "choice" ? p.choices : []));
  const settings =
    choices.length === 0 ? [{}] : choices.map((choice) => ({ [choiceName(definition.parameters)]: choice }));

  it.each(settings)("keeps its promises with %j", (declared) => {
    const params = completeParameters(definition.name, definition.parameters, declared);
    for (const source of [
      mixed,
      ...Object.values(degenerate).map((d) => d.map((x) => x && Math.max(-3e38, Math.min(3e38, x)))),
      [],
    ]) {
      const values = Float64Array.from(source, (x) => x ?? Number.NaN);
      const before = values.slice();
      const [first, second] = [definition.fit(values, params), definition.fit(values, params)];
      expect(values).toEqual(before);
      expect(encodeContainer(first.toData())).toEqual(encodeContainer(second.toData()));
      const loaded = definition.load(decodeContainer(encodeContainer(first.toData())));
      const [a, b] = [values.slice(), values.slice()];
      first.apply(a);
      loaded.apply(b);
      expect(b).toEqual(a);
      for (const [i, x] of a.entries()) {
        expect(Number.isFinite(x) || Number.isNaN(before[i]!)).toBe(true);
        if (definition.name === "impute") expect(x).not.toBeNaN();
      }
    }
    expect(() => definition.load({ more: 1 })).toThrow(expect.objectContaining({ code: "ML_MODEL_CORRUPT" }));
  });
});

function choiceName(parameters: TransformerDefinition["parameters"]): string {
  return Object.entries(parameters).find(([, parameter]) => parameter.type === "choice")![0];
}

function emptied(y: Target): Target {
  return y.kind === "classes" ? { ...y, codes: new Int32Array(0) } : { ...y, values: new Float64Array(0) };
}

function withOtherFirst(y: Target): Target {
  if (y.kind === "classes")
    return { ...y, codes: y.codes.map((code, i) => (i === 0 ? (code + 1) % y.classes.length : code)) };
  return { ...y, values: y.values.map((value, i) => (i === 0 ? value + 100 : value)) };
}
