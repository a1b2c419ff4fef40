import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { operatorNames } from "./table.ts";

describe("the table of operators", () => {
  it.each(["", "ai.onnx.ml"] as const)("is what the guide lists: %s", (domain) => {
    const guide = readFileSync(new URL("../../../../docs/guide/11-onnx.md", import.meta.url), "utf8");
    const listed = new RegExp(
      `^- \\*\\*${domain === "" ? "ai\\.onnx" : "ai\\.onnx\\.ml"}\\*\\*: ([^]*?)(?=\\n-|\\n\\n)`,
      "m",
    ).exec(guide);
    expect(listed![1]!.split(/,\s+/)).toEqual(operatorNames(domain));
  });
});
