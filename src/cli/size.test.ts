import { describe, expect, it } from "vitest";
import { formatSize, parseSize } from "./size.ts";

describe("parseSize", () => {
  it.each([
    ["0", 0],
    ["512", 512],
    ["512b", 512],
    ["10gb", 10_000_000_000],
    ["10 GB", 10_000_000_000],
    [" 1.5kb ", 1500],
    ["2GiB", 2 * 1024 ** 3],
    ["1.0015kb", 1001],
  ])("%j is %i bytes", (given, bytes) => {
    expect(parseSize("--budget", given)).toBe(bytes);
  });

  it.each(["", "gb", "-1gb", "1e3", "1,5gb", "10 gigs", "NaN", ".5gb"])("refuses %j, naming the option", (given) => {
    expect(() => parseSize("--budget", given)).toThrow(
      expect.objectContaining({ code: "CLI_OPTION_INVALID", message: expect.stringMatching(/^--budget takes a size/) }),
    );
  });
});

describe("formatSize", () => {
  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1.0 kB"],
    [1_234_567, "1.2 MB"],
    [999_950, "1.0 MB"],
    [5e15, "5000.0 TB"],
  ])("%i is %s", (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});
