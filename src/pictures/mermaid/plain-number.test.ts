import { expect, it } from "vitest";
import { plainNumber } from "./plain-number.ts";

it("writes numbers without an exponent, to six digits", () => {
  expect([0, 0.1234567, -1.5, 45_887.123, 1e-9, -2.5e-7, 1e21, 1e-30].map(plainNumber)).toEqual([
    ...["0", "0.123457", "-1.5", "45887.1", "0.000000001", "-0.00000025", "1000000000000000000000", "0"],
  ]);
});
