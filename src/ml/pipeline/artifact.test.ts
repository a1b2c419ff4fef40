import { describe, expect, it } from "vitest";
import { strikes } from "../../../test/data/strikes.ts";
import { isMillraceError } from "../../errors/index.ts";
import type { ModelData, ModelValue } from "../estimators/estimator.ts";
import { estimatorOf, findEstimator } from "../estimators/estimator-of.ts";
import { columns } from "../frame/columns.ts";
import { targetOf } from "../frame/target.ts";
import { random } from "../random.ts";
import { decodeModel, encodeModel } from "./artifact.ts";
import { crc32, decodeContainer, encodeContainer } from "./container.ts";
import { fitPipeline } from "./fit.ts";
import type { FitPipelineInput } from "./pipeline.ts";
import type { Recipe } from "./recipe.ts";

const c = columns();

describe("the container", () => {
  it("brings back every kind of value, to the bit", () => {
    const data = {
      text: 'ü "\u2028 \ud83d\udc26 \ud800',
      numbers: [0, -0, 0.1, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      nested: { "": null, b: true, "10": 1, "9": 2, constructor: 3 },
      doubles: Float64Array.of(Number.NaN, -0, 1e-310),
      floats: Float32Array.of(1.5),
      bytes: Uint8Array.of(1, 2, 3),
      shorts: Uint16Array.of(65_535),
      ints: Int32Array.of(-1),
      words: new Uint32Array(0),
    };
    const bytes = encodeContainer(data);
    const decoded = decodeContainer(bytes);
    expect(decoded).toEqual(data);
    expect(Object.is((decoded["numbers"] as number[])[1], -0)).toBe(true);
    expect(encodeContainer(decoded)).toEqual(bytes);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeContainer(shifted.subarray(3))).toEqual(data);
  });

  it("uses the checksum that gzip uses", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });

  it("refuses keys that would be read as something else", () => {
    expect(() => encodeContainer({ $array: "f64" })).toThrow("$array");
    expect(() => encodeContainer({ a: [JSON.parse('{"__proto__": 1}')] })).toThrow("__proto__");
  });

  it("refuses headers that could have been written otherwise, or that lie", () => {
    for (const [header, message] of [
      ['{"a":1,"a":1}', "canonical JSON"],
      ['{"b":1,"a":1}', "canonical JSON"],
      ['{"a": 1}', "canonical JSON"],
      ['{"a":1.0}', "canonical JSON"],
      ['{"a":1e400}', "canonical JSON"],
      ["[1]", "an object"],
      ["1", "an object"],
      ['{"a":', "canonical JSON"],
      ['{"__proto__":{"x":1}}', "ordinary keys"],
      ['{"$more":1}', "ordinary keys"],
      ['{"a":{"$array":"f64","at":0,"length":1}}', "inside the file"],
      ['{"a":{"$array":"f64","at":8,"length":0}}', "expected 0, got 8"],
      ['{"a":{"$array":"f64","at":0,"length":-1}}', "place and length"],
      ['{"a":{"$array":"f64","at":0,"length":9007199254740991}}', "inside the file"],
      ['{"a":{"$array":"__proto__","at":0,"length":0}}', "known type of array"],
      ['{"a":{"$number":"1"}}', "NaN, Infinity"],
      [`{"a":${"[".repeat(100_000)}`, "at most 256 levels"],
    ] as const) {
      expect(() => decodeContainer(sealed(header)), header.slice(0, 60)).toThrow(message);
      expect(codeOf(() => decodeContainer(sealed(header)))).toBe("ML_MODEL_CORRUPT");
    }
  });
});

describe("a model's bytes", () => {
  const frame = strikes(60);
  const given: FitPipelineInput = {
    frame,
    y: targetOf(frame.column("cost"), "regression"),
    task: "regression",
    accepts: findEstimator("linearRegression").accepts,
    estimator: estimatorOf("linearRegression", {}),
    expressions: { fast: c["speed"].gt(180).and(c["wet"]).expression },
    targetColumns: ["cost"],
    exclude: ["note"],
    readings: new Map(
      frame.names.map((name) => {
        const { storage, kind } = frame.column(name);
        const as = storage === "codes" ? "text" : kind === "boolean" || kind === "date" ? kind : "number";
        const dates = as === "date" ? ["DD.MM.YYYY", "YYYY-MM-DD"] : [];
        return [name, { as, decimal: name === "speed" ? "," : ".", dates, missingTexts: ["unknown", "-999"] }];
      }),
    ),
    context: { seed: 1 },
  };
  const pipeline = fitPipeline(given);
  const bytes = encodeModel(pipeline);
  const few = strikes(5, 3);
  const recipe: Recipe = {
    ...pipeline.features.recipe,
    repairs: [
      { column: "speed", repair: "clip", params: {} },
      { column: "size", repair: "unifyText", params: {} },
    ],
    matrix: [
      { step: "selectBest", params: {} },
      { step: "pca", params: {} },
    ],
  };
  const full = encodeModel(fitPipeline({ ...given, recipe }));

  it("say how the fields that the model reads were read, and of the others nothing", () => {
    const { schema } = decodeModel(bytes);
    expect(schema).toEqual(pipeline.schema);
    expect(schema.find(({ name }) => name === "speed")!.reading).toEqual({
      as: "number",
      decimal: ",",
      dates: [],
      missingTexts: ["unknown", "-999"],
    });
    for (const { required, reading } of schema) expect(reading !== undefined).toBe(required);
  });

  it("keep declared hyper-parameters that stand by column", () => {
    const declared = estimatorOf("gradientBoosting", { trees: 2, monotone: { speed: 1 } });
    const { estimator } = decodeModel(encodeModel(fitPipeline({ ...given, estimator: declared })));
    expect(estimator.params).toEqual({ trees: 2, monotone: { speed: 1 } });
    const data = decodeContainer(bytes) as { estimator: object };
    const params = { monotone: { speed: "up" } };
    const wrong = { ...data, estimator: { ...data.estimator, params } } as unknown as ModelData;
    expect(() => decodeModel(encodeContainer(wrong))).toThrow("numbers by name");
  });

  it.each([
    ["an unknown date format", { dates: ["DD?MM"] }, "known date formats"],
    ["a marker twice", { missingTexts: ["x", "x"] }, "distinct texts"],
    ["another decimal mark", { decimal: "'" }, "one of ., ,"],
    ["a meaning that the storage can't hold", { as: "text" }, "one of number, boolean, date"],
    ["a key too much", { script: "" }, "no other keys"],
  ])("are refused where a reading has %s", (_, wrong, message) => {
    const data = decodeContainer(bytes) as { schema: { name: string; reading: object }[] };
    const schema = data.schema.map((field) =>
      field.name === "speed" ? { ...field, reading: { ...field.reading, ...wrong } } : field,
    );
    expect(() => decodeModel(encodeContainer({ ...data, schema } as unknown as ModelData))).toThrow(message);
  });

  it("are refused after any truncation and any flipped bit", () => {
    for (let length = 0; length < bytes.length; length += 97) expectCorrupt(bytes.slice(0, length));
    expectCorrupt(Uint8Array.of(...bytes, 0, 0, 0, 0, 0, 0, 0, 0));
    const r = random(5);
    for (let trial = 0; trial < 2000; trial++) {
      const wrong = bytes.slice();
      wrong[r.integer(bytes.length)]! ^= 1 << r.integer(8);
      expectCorrupt(wrong);
    }
  });

  it.each([
    ["plain", bytes],
    ["with repairs and matrix steps", full],
  ])("end in a typed error or a model that predicts, whichever value in them is replaced: %s", (_, bytes) => {
    const data = decodeContainer(bytes);
    const r = random(12);
    for (let trial = 0; trial < 2500; trial++) {
      const wrong = encodeContainer(altered(data, r) as ModelData);
      const code = codeOf(() => {
        const model = decodeModel(wrong);
        expect(Buffer.from(encodeModel(model)).equals(Buffer.from(wrong))).toBe(true);
        expect(model.predict(few).values.length).toBe(5);
      });
      expect([
        "no error",
        "ML_MODEL_CORRUPT",
        "ML_COLUMN_UNKNOWN",
        "ML_EXPRESSION_TYPE",
        "ML_SHAPE_MISMATCH",
      ]).toContain(code);
    }
  });

  it("end in a typed error or a model that predicts, however they are mutated and sealed again", () => {
    const r = random(11);
    let valid = 0;
    const started = process.hrtime.bigint();
    for (let trial = 0; trial < 2500; trial++) {
      const wrong = mutated(bytes, r);
      try {
        const model = decodeModel(wrong);
        expect(model.predict(few).values.length).toBe(5);
        expect(Buffer.from(encodeModel(model)).equals(Buffer.from(wrong))).toBe(true);
        valid++;
      } catch (error) {
        if (!isMillraceError(error)) throw error;
        expect(["ML_MODEL_CORRUPT", "ML_COLUMN_UNKNOWN", "ML_EXPRESSION_TYPE", "ML_SHAPE_MISMATCH"]).toContain(
          error.code,
        );
      }
    }
    expect(valid).toBeGreaterThan(0);
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(60);
  });
});

/** The data with one value somewhere replaced by another, dropped, or doubled. */
function altered(value: ModelValue, r: ReturnType<typeof random>): ModelValue {
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && r.next() < 0.97) {
    if (Array.isArray(value) && value.length > 0) {
      const at = r.integer(value.length);
      const list = value.map((item: ModelValue, i) => (i === at ? altered(item, r) : item));
      return r.next() < 0.9 ? list : r.next() < 0.5 ? list.slice(1) : [...list, list[at]!];
    }
    const keys = Object.keys(value);
    if (!Array.isArray(value) && keys.length > 0) {
      const key = keys[r.integer(keys.length)]!;
      const { [key]: old, ...rest } = value as Record<string, ModelValue>;
      return r.next() < 0.03 ? rest : { ...rest, [key]: altered(old!, r) };
    }
  }
  const strange: readonly ModelValue[] = [
    ...[null, true, false, 0, -1, 1.5, 1e9, 2 ** 53, Number.NaN, Number.NEGATIVE_INFINITY],
    ...["", "speed", "cost", "number", "category", "oneHot", "x".repeat(1000), [], {}, [[1]]],
    ...[new Float64Array(3), Float64Array.of(Number.NaN), new Uint8Array(1), Int32Array.of(-5, 1 << 30)],
  ];
  return strange[r.integer(strange.length)]!;
}

/** A header as a container with a right checksum and no arrays. */
function sealed(header: string): Uint8Array {
  const text = new TextEncoder().encode(header);
  const out = new Uint8Array(Math.ceil((24 + text.length) / 8) * 8);
  out.set(new TextEncoder().encode("MILLRACE"));
  new DataView(out.buffer).setUint32(8, 1, true);
  new DataView(out.buffer).setUint32(12, text.length, true);
  out.set(text, 24);
  return reseal(out);
}

function reseal(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer).setUint32(16, crc32(bytes, 24), true);
  return bytes;
}

/** One to three small damages after the prologue: a byte, a digit, a piece of header that is copied elsewhere. */
function mutated(bytes: Uint8Array, r: ReturnType<typeof random>): Uint8Array {
  const wrong = bytes.slice();
  for (let i = 0; i <= r.integer(3); i++) {
    const at = 24 + r.integer(bytes.length - 24);
    if (r.next() < 0.4) wrong[at] = r.integer(256);
    else if (r.next() < 0.5) wrong[at] = 0x30 + r.integer(10);
    else wrong.copyWithin(at, 24 + r.integer(bytes.length - 24), 24 + r.integer(bytes.length - 24));
  }
  return reseal(wrong);
}

function expectCorrupt(bytes: Uint8Array): void {
  expect(codeOf(() => decodeModel(bytes))).toBe("ML_MODEL_CORRUPT");
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isMillraceError(error)) return error.code;
    throw error;
  }
  return "no error";
}
