import { describe, expect, it } from "vitest";
import {
  type Column,
  classTarget,
  completeParameters,
  decodeContainer,
  encodeContainer,
  type Feature,
  type FittedMatrixStep,
  type Matrix,
  matrix,
  matrixStepTable,
  random,
  repairTable,
  type Target,
  takeSamples,
  valueTarget,
} from "../../src/ml/index.ts";

/** One suite over the table of repairs and one over that of matrix steps: what every row of them promises. */
const rows = 40;
const draw = random(8, "recipe parts");
const corrupt = expect.objectContaining({ code: "ML_MODEL_CORRUPT" });

const values: Readonly<Record<string, readonly number[]>> = {
  mixed: Array.from({ length: rows }, () => (draw.next() < 0.2 ? Number.NaN : draw.integer(9) - 4)),
  "all missing": new Array(rows).fill(Number.NaN),
  "all the same": new Array(rows).fill(4),
  huge: Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? 1e300 : -1e300)),
  none: [],
};

function columnOf(kind: string, numbers: readonly number[]): Column {
  if (kind !== "category" && kind !== "text") {
    return { storage: "values", kind: kind as "number", values: Float64Array.from(numbers) };
  }
  const texts = numbers.map((x) => (Number.isNaN(x) ? null : x < 0 ? `  bird  ${-x}` : `Bird ${x} `));
  const dictionary = [...new Set(texts.filter((text) => text !== null))].sort();
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : dictionary.indexOf(text)));
  return { storage: "codes", kind, codes, dictionary };
}

const cellsOf = (column: Column): unknown[] =>
  column.storage === "values"
    ? [...column.values]
    : Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]!));
const isMissing = (cell: unknown): boolean => cell === null || Number.isNaN(cell);

describe.each([...repairTable.values()])("repair $name", (definition) => {
  const params = completeParameters(definition.name, definition.parameters, {});
  const cases = definition.kinds.flatMap((kind) => Object.keys(values).map((name) => [kind, name] as const));

  it("says what it is for", () => {
    expect(definition.summary).toMatch(/^[A-Z].*\.$/);
    expect(definition.phrase).toMatch(/^[a-z].*[a-z]$/);
  });

  it.each(cases)("keeps a column of kind %s a column, alone and among others: %s", (kind, name) => {
    const column = columnOf(kind, values[name]!);
    const before = structuredClone(column);
    const [first, second] = [column, column].map((one) => definition.fit({ name: "c", column: one, params }));
    expect(encodeContainer(first!.toData())).toEqual(encodeContainer(second!.toData()));
    const loaded = definition.load(decodeContainer(encodeContainer(first!.toData())));
    for (const numbers of Object.values(values)) {
      const other = columnOf(kind, numbers);
      const repaired = first!.apply(other);
      expect(repaired).toMatchObject({ storage: other.storage, kind });
      expect(loaded.apply(other)).toEqual(repaired);
      const cells = cellsOf(repaired);
      expect(cells).toHaveLength(numbers.length);
      cellsOf(other).forEach((cell, i) => {
        if (isMissing(cell)) expect(isMissing(cells[i])).toBe(true);
      });
      const alone = numbers.map((x) => cellsOf(first!.apply(columnOf(kind, [x])))[0]);
      expect(alone).toEqual(cells);
      // What is in order already stays so.
      expect(cellsOf(first!.apply(repaired))).toEqual(cells);
      if (repaired.storage === "codes") expect(repaired.dictionary).toEqual([...new Set(repaired.dictionary)].sort());
    }
    expect(column).toEqual(before);
  });

  it("refuses data that it can't have written, and a column of another storage", () => {
    const kind = definition.kinds[0]!;
    const repair = definition.fit({ name: "c", column: columnOf(kind, values["mixed"]!), params });
    for (const wrong of [{}, { ...repair.toData(), more: 1 }, { ...repair.toData(), name: 1 }]) {
      expect(() => definition.load(wrong)).toThrow(corrupt);
    }
    const other = columnOf(kind === "number" ? "category" : "number", [1]);
    expect(() => repair.apply(other)).toThrow(expect.objectContaining({ code: "ML_SHAPE_MISMATCH" }));
  });
});

/** The largest float32, which stands for what is larger. */
const largest = 3.4028234663852886e38;
const features = ["a", "b", "c", "d", "e"].map((name): Feature => ({ name, kind: "numeric" }));

function made(value: (row: number, feature: number) => number): Matrix {
  const X = matrix(rows, features);
  for (let i = 0; i < rows; i++) for (let f = 0; f < features.length; f++) X.values[f * rows + i] = value(i, f);
  return X;
}

const matrices: Readonly<Record<string, Matrix>> = {
  plain: made((_, f) => 10 ** f * (draw.next() - 0.3)),
  equal: made((i) => i % 7),
  constant: made((_, f) => f / 10),
  "zeros and ones": made((i, f) => ((i * (f + 3)) % 5 === 0 ? 1 : 0)),
  huge: made((i, f) => (i % (f + 2) === 0 ? 3e38 : -3e38)),
};
const targets: readonly Target[] = [
  valueTarget(Array.from({ length: rows }, (_, i) => Math.sqrt(i))),
  classTarget(Array.from({ length: rows }, (_, i) => (i * 7) % 2)),
  classTarget(Array.from({ length: rows }, (_, i) => (i * 7) % 3)),
];

function through(step: FittedMatrixStep, X: Matrix): Float32Array {
  // Filled with a value that must not survive: every place has to be written.
  const into = new Float32Array(X.nSamples * step.features.length).fill(-12345);
  step.transform(X, into);
  expect(into.includes(-12345)).toBe(false);
  return into;
}

describe.each([...matrixStepTable.values()])("matrix step $name", (definition) => {
  const params = completeParameters(definition.name, definition.parameters, {});
  const cases = Object.keys(matrices).flatMap((name) => targets.map((y, at) => [name, at, y] as const));

  it("says what it is for", () => {
    expect(definition.summary).toMatch(/^[A-Z].*\.$/);
    expect(definition.phrase).toMatch(/^[a-z].*[a-z]$/);
  });

  it.each(cases)("gives the same bits twice, after its bytes, alone and among others: %s, target %i", (name, _, y) => {
    const X = matrices[name]!;
    const before = structuredClone({ X, y });
    const [first, second] = [definition.fit({ X, y, params }), definition.fit({ X, y, params })];
    expect(encodeContainer(first.toData())).toEqual(encodeContainer(second.toData()));
    const loaded = definition.load(decodeContainer(encodeContainer(first.toData())), features);
    expect(loaded.features).toEqual(first.features);
    const all = through(first, X);
    expect(through(loaded, X)).toEqual(all);
    expect(all.every(Number.isFinite)).toBe(true);
    for (let i = 0; i < rows; i++) {
      const alone = through(first, takeSamples(X, [i]));
      expect([...alone]).toEqual(first.features.map((_, k) => all[k * rows + i]));
    }
    expect({ X, y }).toEqual(before);
    expect(through(first, matrix(0, features))).toHaveLength(0);
  });

  it.each(cases)("is what its origin says: %s, target %i", (name, _, y) => {
    const X = matrices[name]!;
    const step = definition.fit({ X, y, params });
    const { origin } = step;
    if (origin === undefined) return;
    const all = through(step, X);
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < step.features.length; k++) {
        const x = (f: number): number => X.values[f * rows + i]!;
        if (origin.kind === "selected") expect(all[k * rows + i]).toBe(x(origin.indices[k]!));
        else {
          const terms = features.map((_, f) => origin.weights[k * features.length + f]! * (x(f) - origin.means[f]!));
          const sum = Math.max(
            -largest,
            Math.min(
              largest,
              terms.reduce((a, b) => a + b, 0),
            ),
          );
          const size = terms.reduce((a, b) => a + Math.abs(b), 0);
          // float32 rounds by half of 2^-23; sums of five terms in doubles by far less
          expect(Math.abs(all[k * rows + i]! - sum)).toBeLessThanOrEqual(2 ** -23 * size);
        }
      }
    }
  });

  it("refuses data that it can't have written of such features", () => {
    const data = definition.fit({ X: matrices["plain"]!, y: targets[0]!, params }).toData();
    for (const wrong of [{}, { ...data, more: 1 }]) expect(() => definition.load(wrong, features)).toThrow(corrupt);
    for (const key of Object.keys(data)) {
      for (const wrong of [null, -1, "x", [], Float64Array.of(Number.NaN), Int32Array.of(-1), Int32Array.of(1, 1)]) {
        expect(() => definition.load({ ...data, [key]: wrong }, features), `${key} ${wrong}`).toThrow(corrupt);
      }
    }
    expect(() => definition.load(data, features.slice(1))).toThrow(corrupt);
  });
});
