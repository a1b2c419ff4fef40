import { expect, it } from "vitest";
import { settingText } from "./setting-text.ts";

it("names each parameter with three digits at most, in their order", () => {
  expect(settingText({ strength: 1.23456, trees: 200, penalty: "l2", tiny: 0.000012345 })).toBe(
    "strength 1.23, trees 200, penalty l2, tiny 0.0000123",
  );
  expect(settingText({ monotone: { age: 1, price: -1 }, maxDepth: null })).toBe(
    "monotone (age 1, price -1), maxDepth null",
  );
  expect(settingText({ file: "a.onnx", digest: `sha256:${"0123456789abcdef".repeat(4)}` })).toBe(
    "file a.onnx, digest sha256:0123456789ab…",
  );
  expect(settingText({})).toBe("");
});
