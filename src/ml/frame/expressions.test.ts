import { describe, expect, it } from "vitest";
import type { Column } from "./column.ts";
import { columns, expressionOf, when } from "./columns.ts";
import { describeExpression, evaluate, kindOf, referencedColumns } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import { Frame } from "./frame.ts";
import { operationTable } from "./operations/index.ts";
import { parseExpression } from "./parse-expression.ts";
import type { BuiltExpression } from "./typed-expressions.ts";

const NaN_ = Number.NaN;
const day = 86_400_000;

function numbers(...values: number[]): Column {
  return { storage: "values", kind: "number", values: Float64Array.from(values) };
}

function labels(kind: "category" | "text", ...values: (string | null)[]): Column {
  const dictionary = [...new Set(values.filter((v) => v !== null))].sort();
  return {
    storage: "codes",
    kind,
    codes: Int32Array.from(values, (v) => (v === null ? -1 : dictionary.indexOf(v))),
    dictionary,
  };
}

const frame = new Frame(4, [
  ["speed", numbers(100, 200, NaN_, 0)],
  ["height", numbers(10, 0, 5, 0)],
  ["wet", { storage: "values", kind: "boolean", values: Float64Array.of(1, 0, NaN_, 1) }],
  ["at", { storage: "values", kind: "date", values: Float64Array.of(0, 951_782_400_000 + day / 2, NaN_, -day) }],
  ["damage", labels("category", "None", "Major", null, "Minor")],
  ["note", labels("text", " Lost 1,234.5 kg ", "", "no", "A b c")],
]);
const c = columns();
const kinds = new Map([...frame.columns].map(([name, column]) => [name, column.kind] as const));

function run(built: BuiltExpression | Expression): (number | string | null)[] {
  const expression = expressionOf(built);
  const column = evaluate(expression, frame);
  expect(column.kind).toBe(kindOf(expression, kinds));
  return column.storage === "codes"
    ? Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]!))
    : Array.from(column.values, (x) => (Number.isNaN(x) ? null : x));
}

describe("arithmetic", () => {
  it("passes missing on and never makes an infinity", () => {
    expect(run(c["speed"].plus(1))).toEqual([101, 201, null, 1]);
    expect(run(c["speed"].dividedBy(c["height"]))).toEqual([10, null, null, null]);
    expect(run(c["speed"].log())).toEqual([
      expect.closeTo(4.605170185988092, 14),
      expect.closeTo(5.298317366548036, 14),
      null,
      null,
    ]);
    expect(run(c["speed"].times(1e308).times(10))).toEqual([null, null, null, 0]);
    expect(run(c["speed"].power(-1))).toEqual([0.01, 0.005, null, null]);
  });

  it("rounds halves away from zero, clips, takes remainders with the divisor's sign", () => {
    expect(run(c["speed"].minus(99.5).round())).toEqual([1, 101, null, -100]);
    expect(run(c["speed"].dividedBy(3).round(2))).toEqual([33.33, 66.67, null, 0]);
    expect(run(c["speed"].clip(50, null))).toEqual([100, 200, null, 50]);
    expect(run(c["speed"].minus(101).modulo(7))).toEqual([6, 1, null, 4]);
    expect(run(c["speed"].smaller(c["height"]))).toEqual([10, 0, null, 0]);
  });
});

describe("comparison and logic", () => {
  it("is missing where either side is, as SQL says", () => {
    expect(run(c["damage"].isNot("None"))).toEqual([0, 1, null, 1]);
    expect(run(c["damage"].is("never seen"))).toEqual([0, 0, null, 0]);
    expect(run(c["damage"].isIn(["Major", "Minor"]))).toEqual([0, 1, null, 1]);
    expect(run(c["speed"].gt(c["height"]))).toEqual([1, 1, null, 0]);
    expect(run(c["speed"].lte(100))).toEqual([1, 0, null, 1]);
  });

  it("reads a literal in the kind of the column beside it", () => {
    expect(run(c["at"].gte("1970-01-01"))).toEqual([1, 1, null, 0]);
    expect(run(c["wet"].is("Yes"))).toEqual([1, 0, null, 1]);
    expect(run(c["wet"].is(1))).toEqual([1, 0, null, 1]);
    expect(run(c["speed"].is("100"))).toEqual([1, 0, null, 0]);
    expect(run(c["speed"].isIn(["100", 200]))).toEqual([1, 1, null, 0]);
    expect(() => run(c["at"].gt("yesterday"))).toThrow(/one kind \(here date\), got "yesterday"/);
  });

  it("compares labels of two columns through one dictionary", () => {
    expect(run(c["damage"].is(c["note"]))).toEqual([0, 0, null, 0]);
    expect(run(c["damage"].is(c["damage"].fillMissing("None")))).toEqual([1, 1, null, 1]);
  });

  it("knows false and missing is false, true or missing is true", () => {
    const unknown = c["speed"].gt(50); // true, true, missing, false
    expect(run(unknown.and(c["height"].gt(7)))).toEqual([1, 0, 0, 0]);
    expect(run(unknown.and(c["height"].gt(1)))).toEqual([1, 0, null, 0]);
    expect(run(unknown.or(c["height"].gt(1)))).toEqual([1, 1, 1, 0]);
    expect(run(unknown.not())).toEqual([0, 0, null, 1]);
  });

  it("chooses values, labels and missing", () => {
    expect(run(c["wet"].choose(c["speed"], -1))).toEqual([100, -1, null, 0]);
    expect(run(c["wet"].choose("wet", "dry"))).toEqual(["wet", "dry", null, "wet"]);
    expect(run(when(c["speed"].gt(150), "fast").when(c["speed"].gt(50), "medium").otherwise("slow"))).toEqual([
      "medium",
      "fast",
      "slow",
      "slow",
    ]);
  });
});

describe("missing values", () => {
  it("are seen by isMissing and fillMissing alone", () => {
    expect(run(c["speed"].isMissing())).toEqual([0, 0, 1, 0]);
    expect(run(c["damage"].isMissing())).toEqual([0, 0, 1, 0]);
    expect(run(c["speed"].fillMissing(7))).toEqual([100, 200, 7, 0]);
    expect(run(c["damage"].fillMissing(c["note"]))).toEqual(["None", "Major", "no", "Minor"]);
    expect(run(c["at"].fillMissing("1970-01-03").day())).toEqual([1, 29, 3, 31]);
  });
});

describe("dates", () => {
  it("have parts in UTC, before 1970 too", () => {
    expect(run(c["at"].year())).toEqual([1970, 2000, null, 1969]);
    expect(run(c["at"].month())).toEqual([1, 2, null, 12]);
    expect(run(c["at"].day())).toEqual([1, 29, null, 31]);
    expect(run(c["at"].dayOfWeek())).toEqual([4, 2, null, 3]);
    expect(run(c["at"].dayOfYear())).toEqual([1, 60, null, 365]);
    expect(run(c["at"].quarter())).toEqual([1, 1, null, 4]);
    expect(run(c["at"].hour())).toEqual([0, 12, null, 0]);
    expect(run(c["at"].daysSince("1970-01-02"))).toEqual([-1, 11_015.5, null, -2]);
  });
});

describe("text", () => {
  it("works on labels once and keeps dictionaries sorted", () => {
    expect(run(c["note"].trim().lowercase())).toEqual(["lost 1,234.5 kg", null, "no", "a b c"]);
    expect(run(c["note"].extractNumber())).toEqual([1234.5, null, null, null]);
    expect(run(c["note"].length())).toEqual([17, 0, 2, 5]);
    expect(run(c["note"].wordCount())).toEqual([3, 0, 1, 3]);
    expect(run(c["note"].contains("LOST", { ignoreCase: true }))).toEqual([1, 0, 0, 0]);
    expect(run(c["damage"].startsWith("M"))).toEqual([0, 1, null, 1]);
    expect(run(c["note"].asBoolean())).toEqual([null, null, 0, null]);
    expect(run(c["speed"].asText())).toEqual(["100", "200", null, "0"]);
  });
});

describe("bins", () => {
  it("belong to the interval that starts at an edge", () => {
    expect(run(c["speed"].bins([100, 150]))).toEqual(["100 to 150", "from 150", null, "below 100"]);
    expect(run(c["speed"].cut([100], ["slow", "fast"]))).toEqual(["fast", "fast", null, "slow"]);
    expect(() => run(c["speed"].bins([2, 1]))).toThrow(/rising order/);
    expect(() => run(c["speed"].cut([1], ["a"]))).toThrow(/2 labels for 1 edges/);
  });
});

describe("checks before anything is read", () => {
  it("name the operation, what it takes and what came", () => {
    expect(() => kindOf(c["speed"].month().expression, kinds)).toThrow('"month" works on date, got number');
    expect(() => kindOf(c["sped"].plus(1).expression, kinds)).toThrow('Did you mean "speed"?');
    expect(() => kindOf(c["damage"].gt(c["speed"]).expression, kinds)).toThrow(/category and number/);
    expect(() => evaluate(c["damage"].plus(1).expression, frame)).toThrow(
      '"plus" works on number or boolean, got category',
    );
    expect(() => columns({ speed: "number" })["sped" as "speed"]).toThrow('Did you mean "speed"?');
  });

  it("keep operations off other kinds in the types", () => {
    const known = columns({ speed: "number", at: "date", damage: "category", wet: "boolean" });
    known.speed.gt(1).and(known.wet);
    known.at.month().plus(known.speed);
    // @ts-expect-error numbers have no month
    expect(() => kindOf(known.speed.month().expression, kinds)).toThrow();
    // @ts-expect-error labels have no sum
    expect(() => kindOf(known.damage.plus(1).expression, kinds)).toThrow();
    // @ts-expect-error a number is not a label
    known.speed.is("fast");
  });
});

describe("trees", () => {
  it("read aloud", () => {
    expect(describeExpression(c["damage"].isNot("None").expression)).toBe('damage is not "None"');
    expect(describeExpression(c["at"].month().expression)).toBe("month of at");
    expect(describeExpression(c["speed"].plus(1).gt(c["height"]).and(c["wet"]).expression)).toBe(
      "((speed + 1) > height and wet)",
    );
    for (const operation of operationTable.values()) {
      const names = operation.args.map((_, i) => `x${i}`);
      const text = operation.describe(names, { edges: [1], values: ["v"], text: "t" });
      for (const name of names) expect(text).toContain(name);
    }
  });

  it("say which columns they read", () => {
    expect(referencedColumns(c["b"].plus(c["a"]).gt(c["b"]).expression)).toEqual(["b", "a"]);
  });

  it("survive JSON and parsing", () => {
    const tree = c["speed"].bins([1, 2]).isIn(["below 1"]).or(c["note"].contains("x")).expression;
    expect(parseExpression(JSON.parse(JSON.stringify(tree)))).toEqual(tree);
  });

  it("are refused where foreign and wrong", () => {
    const column = { type: "column", name: "x" };
    let deep: unknown = column;
    for (let i = 0; i < 1e5; i++) deep = { type: "call", operation: "abs", args: [deep] };
    for (const wrong of [
      null,
      [],
      "x",
      { type: "column" },
      { type: "column", name: "x", more: 1 },
      { type: "literal", value: Number.POSITIVE_INFINITY },
      { type: "literal", value: {} },
      { type: "call", operation: "constructor", args: [] },
      { type: "call", operation: "__proto__", args: [] },
      { type: "call", operation: "plus", args: [column] },
      { type: "call", operation: "abs", args: [column, column] },
      { type: "call", operation: "abs", args: [column], options: { digits: 1 } },
      { type: "call", operation: "bins", args: [column], options: { edges: [] } },
      { type: "call", operation: "bins", args: [column], options: { edges: ["1"] } },
      { type: "call", operation: "contains", args: [column] },
      deep,
    ]) {
      expect(() => parseExpression(wrong)).toThrow(expect.objectContaining({ code: "ML_EXPRESSION_TYPE" }));
    }
  });

  it("have one row in the builder for each operation of the table", () => {
    const builder = c["x"] as unknown as Record<string, unknown>;
    for (const name of operationTable.keys()) expect(typeof builder[name], name).toBe("function");
  });
});
