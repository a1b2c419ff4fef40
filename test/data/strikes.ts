import type { Column } from "../../src/ml/frame/column.ts";
import { Frame } from "../../src/ml/frame/frame.ts";
import { random } from "../../src/ml/random.ts";

/** A small table with a column of every kind; `cost` depends on speed and size. For the tests of pipelines. */
export function strikes(rows: number, seed = 1): Frame {
  const r = random(seed, "strikes");
  const of = (value: () => number): Float64Array => Float64Array.from({ length: rows }, value);
  const missing = (share: number, value: number): number => (r.next() < share ? Number.NaN : value);
  const sizes = ["Large", "Medium", "Small"];
  const size = Int32Array.from({ length: rows }, () => (r.next() < 0.1 ? -1 : r.integer(3)));
  const notes = ["bird in the engine", "flock of gulls", "nothing found", "wind shield cracked"];
  const speed = of(() => missing(0.2, 80 + 200 * r.next()));
  const cost = Float64Array.from(speed, (x, i) => 10 * (Number.isNaN(x) ? 180 : x) + 500 * size[i]! + 20 * r.next());
  const ids = Array.from({ length: rows }, (_, i) => `s${String(i).padStart(6, "0")}`);
  return new Frame(rows, [
    ["id", labels("id", Int32Array.from(ids.keys()), ids)],
    ["speed", { storage: "values", kind: "number", values: speed }],
    ["wet", { storage: "values", kind: "boolean", values: of(() => missing(0, r.next() < 0.4 ? 1 : 0)) }],
    ["size", labels("category", size, sizes)],
    ["at", { storage: "values", kind: "date", values: of(() => missing(0.05, Math.floor(r.next() * 4e11) + 6e11)) }],
    [
      "note",
      labels(
        "text",
        Int32Array.from({ length: rows }, () => r.integer(4)),
        notes,
      ),
    ],
    ["country", labels("constant", new Int32Array(rows), ["US"])],
    ["nothing", { storage: "values", kind: "number", values: of(() => Number.NaN) }],
    ["cost", { storage: "values", kind: "number", values: cost }],
  ]);
}

function labels(
  kind: "id" | "category" | "text" | "constant",
  codes: Int32Array,
  dictionary: readonly string[],
): Column {
  return { storage: "codes", kind, codes, dictionary };
}
