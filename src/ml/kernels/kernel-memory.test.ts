import { describe, expect, it } from "vitest";
import { kernelMemory } from "./kernel-memory.ts";
import { PredictingKernel } from "./predicting-kernel.ts";
import { TrainingKernel } from "./training-kernel.ts";

const GIB = 1 << 30;

describe("kernelMemory", () => {
  it("has room for what is asked for, and a page before it", () => {
    expect(kernelMemory(65537, "unshared", "fit").buffer.byteLength).toBe(3 * 65536);
    expect(kernelMemory(0, "shared", "fit").buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("refuses more than 32 bits can address, and says how much it is and what to do", () => {
    expect(() => new TrainingKernel(5.27 * GIB)).toThrow(
      expect.objectContaining({
        code: "ML_TOO_LARGE",
        message: "The fit needs 5.3 GiB of memory at once, more than the 4 GiB that a kernel has addresses for.",
        fix: expect.stringContaining("sample of the rows"),
      }),
    );
    expect(() => new PredictingKernel([3 * GIB, 2 * GIB])).toThrow(
      expect.objectContaining({ code: "ML_TOO_LARGE", message: expect.stringContaining("the model needs 5.1 GiB") }),
    );
    expect(() => kernelMemory(4 * GIB, "unshared", "fit")).toThrow(expect.objectContaining({ code: "ML_TOO_LARGE" }));
    expect(() => kernelMemory(Number.NaN, "unshared", "fit")).toThrow();
  });
});
