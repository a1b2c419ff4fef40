import { expect, it } from "vitest";
import { explainedRows } from "./explained-rows.ts";

it("rounds what columns added, but not what a cell holds or what is predicted", () => {
  const contributions = [
    { column: "year", value: 2024, contribution: 1234.567 },
    { column: "area", value: 50.12345, contribution: -0.98765 },
    { column: "lift", value: null, contribution: 0 },
  ];
  const explanation = { label: null, scale: "value", baseline: 10_000, score: 11_233.57935, contributions } as const;
  expect(
    explainedRows({ predictions: [{ prediction: 11_233.57935 }], explanations: [explanation], warnings: [] }),
  ).toBe("row 1: 11233.58\n  10000 without the row, +1230 year = 2024, -0.988 area = 50.12345, = 11233.58");
});

it("says what is meant by a score that isn't the prediction", () => {
  const asked = { baseline: -0.9, score: -0.934, contributions: [] };
  const said = (parts: { label: string | null; scale: "log" | "logOdds" | "probability" }) =>
    explainedRows({ predictions: [{ prediction: 0.393 }], explanations: [{ ...asked, ...parts }], warnings: [] });
  expect(said({ label: null, scale: "log" })).toMatch(/, = -0\.934 logarithm of the prediction$/);
  expect(said({ label: "Yes", scale: "logOdds" })).toMatch(/, = -0\.934 log odds of Yes$/);
});
