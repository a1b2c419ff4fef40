import { describe, expect, it } from "vitest";
import { onnxCases } from "../../../../test/fixtures/onnx-pipelines.ts";
import { decodeOnnx } from "../../onnx/decode-onnx.ts";
import { encodeOnnx } from "../../onnx/encode-onnx.ts";
import { exportOnnx } from "./export-onnx.ts";
import { verifyOnnx } from "./verify.ts";

describe("an exported pipeline", () => {
  it.each(onnxCases().map((one) => [one.name, one] as const))("scores the same in our own runtime: %s", (_, one) => {
    const { pipeline, frame } = one.make();
    for (const mlOpset of [3, 5] as const) {
      const exported = exportOnnx(pipeline, { mlOpset });
      const { largestDifference, otherLabels, rows } = verifyOnnx(pipeline, exported, frame);
      expect(rows).toBe(400);
      expect(largestDifference).toBeLessThanOrEqual(1e-5);
      expect(otherLabels).toEqual([]);
      const { graph, ...model } = decodeOnnx(exported.bytes);
      expect(encodeOnnx({ ...model, graph })).toEqual(exported.bytes);
    }
  });
});
