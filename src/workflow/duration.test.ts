import { describe, expect, it } from "vitest";
import { describeDuration, durationMs, parseDuration } from "./duration.ts";

describe("parseDuration", () => {
  it.each([
    ["250ms", 250],
    ["15s", 15_000],
    ["30m", 1_800_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    ["7d", 604_800_000],
    ["1w", 604_800_000],
    ["1.5h", 5_400_000],
    [" 2 h ", 7_200_000],
  ])("%s is %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "1", "d", "-1d", "1 day", "1d2h", "0s", "1e3s", "NaNs", "99999999999d", "1y"])("refuses %j", (text) => {
    expect(durationMs(text)).toBeUndefined();
    expect(() => parseDuration(text)).toThrow(`got "${text}"`);
  });

  it("says where", () => {
    expect(() => parseDuration("soon", { file: "a.workflow.ts", line: 3 })).toThrow(
      "a.workflow.ts:3: A duration must be",
    );
  });
});

describe("describeDuration", () => {
  it.each([
    [250, "250ms"],
    [90_000, "90s"],
    [120_000, "2m"],
    [86_400_000, "1d"],
    [604_800_000, "7d"],
  ])("%d ms is %s", (ms, text) => {
    expect(describeDuration(ms)).toBe(text);
    expect(parseDuration(text)).toBe(ms);
  });
});
