import { describe, expect, it } from "vitest";
import { counted, figure, folded, instant, size, spell } from "./words.ts";

describe("figures for people", () => {
  it("spells times in one or two units", () => {
    const times = [0, 4, 620, 9_960, 59_400, 60_000, 184_000, 3_600_000, 7_500_000, 86_400_000, 273_600_000];
    expect(times.map(spell)).toEqual([
      "0 s",
      "0.004 s",
      "0.62 s",
      "10 s",
      "59 s",
      "1 min",
      "3 min 4 s",
      "1 h",
      "2 h 5 min",
      "1 d",
      "3 d 4 h",
    ]);
  });

  it("never says sixty of a unit", () => {
    expect(spell(3_599_600)).toBe("1 h");
    expect(spell(7_199_000)).toBe("2 h");
  });

  it("counts, rounds and cuts", () => {
    expect([counted(1, "row"), counted(10_000, "row")]).toEqual(["1 row", "10,000 rows"]);
    expect([figure(0.843219), figure(45_887.4)]).toEqual(["0.8432", "45,887"]);
    expect([size(999), size(1000), size(999_950)]).toEqual(["999 bytes", "1.0 kB", "1.0 MB"]);
    expect(instant(0)).toBe("1970-01-01 00:00:00");
    expect(folded(["a", "b", "c"], 3, (x) => x, "letter")).toEqual(["a", "b", "c"]);
    expect(folded(["a", "b", "c", "d"], 3, (x) => x, "letter")).toEqual(["a", "b", "… and 2 letters more"]);
  });
});
