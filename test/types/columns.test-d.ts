import { byGroup, byTime, defineWorkflow, nulls, slice, table, volume } from "millrace";
import "./known-table.ts";

const birds = table("typed-birds.csv", { time: "Flight Date", drop: ["Cost Repair"] });

// Columns of a known table: names and what can be done with them.
defineWorkflow({
  name: "birds",
  problem: { task: "classification", target: (c) => c["Effect Amount of damage"].isNot("None") },
  data: birds,
  checks: [nulls("Speed IAS in knots", { max: 0.3 }), volume({ min: 10 })],
  features: (c) => ({
    fast: c["Speed IAS in knots"].gt(180),
    month: c["Flight Date"].month(),
    small: c["Wildlife Size"].is("Small"),
    dark: c.Night.not(),
  }),
  split: byTime({ test: 0.2 }),
  gates: [slice("Wildlife Size", { minimum: 0.6 })],
});

defineWorkflow({ name: "birds", problem: { target: "Wildlife Size" }, data: birds });

defineWorkflow({
  name: "birds",
  problem: {
    task: "classification",
    // @ts-expect-error no such column
    target: (c) => c["Efect Amount of damage"].isNot("None"),
  },
  data: birds,
});

defineWorkflow({
  name: "birds",
  problem: {
    task: "classification",
    // @ts-expect-error no such column
    target: "Wildlife Sise",
  },
  data: birds,
});

defineWorkflow({
  name: "birds",
  problem: { target: "Wildlife Size" },
  data: birds,
  features: (c) => ({
    // @ts-expect-error a number is not compared with text
    fast: c["Speed IAS in knots"].gt("180"),
    // @ts-expect-error a number has no month
    month: c["Speed IAS in knots"].month(),
    // @ts-expect-error it is dropped
    cost: c["Cost Repair"].log(),
    // @ts-expect-error text has no logarithm
    size: c["Wildlife Size"].log(),
  }),
});

defineWorkflow({
  name: "birds",
  problem: { target: "Wildlife Size" },
  data: birds,
  checks: [
    // @ts-expect-error no such column
    nulls("Speed IAS in knot", { max: 0.3 }),
  ],
  gates: [
    // @ts-expect-error no such column
    slice("Wildlife Sise", { minimum: 0.6 }),
  ],
  // @ts-expect-error no such column
  split: byGroup("Operator", { test: 0.2 }),
});

// @ts-expect-error no such column
table("typed-birds.csv", { time: "Flight Dat" });
// @ts-expect-error no such option
table("typed-birds.csv", { tiem: "Flight Date" });
// @ts-expect-error no such format
table("other.dat", { format: "cvs" });
table("other.dat", { format: "ndjson" });
// @ts-expect-error no such kind
table("other.csv", { kinds: { zip: "string" } });

// Where nothing is known, everything is allowed.
defineWorkflow({
  name: "other",
  problem: { target: (c) => c["anything"]!.gt(3) },
  data: table("other.csv", { time: "when", drop: ["a"] }),
  checks: [nulls("something", { max: 0.1 })],
  features: (c) => ({ month: c["when"]!.month(), both: c["a"]!.plus(c["b"]!).log() }),
  gates: [slice("region", { minimum: 0.5 })],
  split: byGroup("customer", { test: 0.2 }),
});

// Declared kinds type their columns and leave the others open.
defineWorkflow({
  name: "other",
  problem: { target: "left" },
  data: table("other.csv", { kinds: { zip: "category", since: "date" } }),
  features: (c) => ({
    area: c.zip.startsWith("8"),
    month: c.since.month(),
    other: c["anything"]!.gt(3),
    // @ts-expect-error a category has no logarithm
    wrong: c.zip.log(),
  }),
});
