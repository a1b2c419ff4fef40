import { describe, expect, it } from "vitest";
import { quantumFor } from "./quantum.ts";

describe("quantumFor", () => {
  it("leaves the sum over all rows, with one more for each that is rounded up, within 31 bits", () => {
    for (const rows of [1, 2, 1000, 65_540, 1e6, 5e6, 2e7, 1.3e8]) {
      const quantum = quantumFor(rows);
      expect(rows * (quantum + 1)).toBeLessThanOrEqual(2 ** 31 - 1);
      expect(quantum).toBeGreaterThanOrEqual(15);
      expect(quantum).toBeLessThanOrEqual(32_766);
    }
  });

  it("refuses more rows than that leaves 15 levels for", () => {
    expect(() => quantumFor(2e8)).toThrow(
      expect.objectContaining({ code: "ML_TOO_LARGE", message: expect.stringContaining("200,000,000 rows") }),
    );
  });
});
