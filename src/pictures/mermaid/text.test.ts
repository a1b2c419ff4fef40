import { describe, expect, it } from "vitest";
import { bare, brokenLines, identifier, quoted, quotedLines, restOfLine } from "./text.ts";

describe("words in Mermaid's text", () => {
  it.each([
    ["plain words, area_m2", '"plain words, area_m2"', "plain words, area_m2", "plain words#44; area_m2"],
    ["end", '"end"', "en#100;", "en#100;"],
    ["the End of it", '"the End of it"', "the En#100; of it", "the En#100; of it"],
    ["weekend ends", '"weekend ends"', "weekend ends", "weekend ends"],
    ['say "hi"; %% <b>', ...same("say #34;hi#34;#59; #37;#37; #60;b#62;")],
    ["#35; & &amp;", ...same("#35;35#59; #38; #38;amp#59;")],
    ["**bold** _low_ `code` __proto__", ...same("#42;#42;bold#42;#42; #95;low#95; #96;code#96; #95;#95;proto#95;#95;")],
    [
      "$$x^2$$ ~a~ C:\\n",
      '"#36;#36;x#94;2#36;#36; #126;a#126; C:#92;n"',
      "#36;#36;x#94;2#36;#36; #126;a#126; C:#92;n",
      "#36;#36;x#94;2#36;#36; #126;a#126; C#58;#92;n",
    ],
    [
      "a:b, {c} [d] (e) @f=g|h",
      '"a:b, {c} [d] (e) @f=g#124;h"',
      "a:b, {c} [d] (e) @f=g#124;h",
      "a#58;b#44; #123;c#125; #91;d#93; #40;e#41; #64;f#61;g#124;h",
    ],
  ])("%j", (text, inQuotes, rest, word) => {
    expect([quoted(text), restOfLine(text), bare(text)]).toEqual([inQuotes, rest, word]);
  });

  it("aren't taken for a list's first item, where labels are read as Markdown", () => {
    expect(["- a", "+ a", "* a", "1. a", "12) a", "-a", "1.5"].map(quoted)).toEqual([
      ...['"#45; a"', '"#43; a"', '"#42; a"', '"1#46; a"', '"12#41; a"', '"-a"', '"1.5"'],
    ]);
    expect(quotedLines(["a", "", "- b"])).toBe('"a<br/>#45; b"');
  });

  it("are one line, without marks that turn the direction of what follows", () => {
    expect(restOfLine("a\r\nb\tc\u2028d\u0000e")).toBe("a b c d e");
    expect(quoted("\u202eabc\u2066\u200b")).toBe('"abc"');
    expect(quoted("lone \ud800 half")).toBe('"lone \ufffd half"');
    expect(brokenLines(["one;", "", "end"])).toBe("one#59;<br/>en#100;");
  });

  it("keep emoji and other scripts, and are cut between characters where they are long", () => {
    expect(bare("🦆 שלום 日本")).toBe("🦆 שלום 日本");
    const cut = quoted("🦆".repeat(200));
    expect([...cut]).toHaveLength(122);
    expect(cut.endsWith('🦆…"')).toBe(true);
  });

  it("say so where they are empty", () => {
    expect([quoted(""), restOfLine(" \n "), bare("\u200b")]).toEqual(['"(empty)"', "(empty)", "#40;empty#41;"]);
  });
});

describe("identifier", () => {
  it("gives words that no grammar takes for its own, and other texts other words", () => {
    const names = ["end", "End", "a b", "a-b", "a;b", "日本", "", "x".repeat(300), "x".repeat(301), "__proto__"];
    const made = names.map(identifier);
    expect(made.filter((name) => !/^n_[A-Za-z0-9_]*$/.test(name))).toEqual([]);
    expect(new Set(made).size).toBe(names.length);
    expect(identifier("end")).toBe(identifier("end"));
    expect(Math.max(...made.map((name) => name.length))).toBeLessThan(52);
  });
});

/** Texts that all three ways write alike. */
function same(written: string): [string, string, string] {
  return [`"${written}"`, written, written];
}
