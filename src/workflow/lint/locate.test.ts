import { describe, expect, it } from "vitest";
import { type DeclarationPath, locateIn } from "./locate.ts";

const file = "/home/a/churn.workflow.ts";
const lineIn = (source: string, path: DeclarationPath) => locateIn(file, source)(path).line;

describe("locateIn", () => {
  const source = [
    'import { defineWorkflow } from "millrace";', // 1
    "const search = {", // 2
    "  trials: 3,", // 3
    "} as const;", // 4
    "const declaration = {", // 5
    '  "name": "x",', // 6
    "  problem: {", // 7
    "    minimum: 1,", // 8
    "    people: { gatekeeper: 'g',", // 9
    "      onCall: 'o' },", // 10
    "  },", // 11
    "  search,", // 12
    "  candidates: [", // 13
    "    a(),", // 14
    "    b(),", // 15
    "    ...more,", // 16
    "    c(),", // 17
    "  ],", // 18
    "  features: (c) => ({", // 19
    "    fast: c.a.gt(1),", // 20
    '    "very fast": c.a.gt(2),', // 21
    "  }),", // 22
    "} satisfies object;", // 23
    "export default defineWorkflow(declaration);", // 24
  ].join("\n");

  it.each([
    [["name"], 6],
    [["problem", "minimum"], 8],
    [["problem", "people", "onCall"], 10],
    [["search", "trials"], 3],
    [["candidates", 1], 15],
    [["features", "very fast"], 21],
  ] as const)("%j stands in line %d", (path, line) => {
    expect(lineIn(source, path)).toBe(line);
  });

  it("names the nearest property above what isn't written out", () => {
    expect(lineIn(source, ["problem", "goal"])).toBe(7);
    expect(lineIn(source, ["candidates", 3])).toBe(13);
    expect(lineIn(source, ["gates", 0])).toBe(24);
  });

  it("reads a features function with a body, and a method", () => {
    const body =
      "defineWorkflow({\n  features: (c) => {\n    const a = c.a;\n    return {\n      b: a,\n    };\n  },\n});";
    expect(lineIn(body, ["features", "b"])).toBe(5);
    const method = "defineWorkflow({\n  features(c) {\n    return {\n      b: c.a,\n    };\n  },\n});";
    expect(lineIn(method, ["features", "b"])).toBe(4);
  });

  it("falls back where nothing can be read, and survives a constant that names itself", () => {
    expect(locateIn(file, "const = ;", { file, line: 7 })(["name"]).line).toBe(7);
    expect(lineIn("export default 1;", ["name"])).toBe(1);
    expect(lineIn("const a = a;\ndefineWorkflow(a);", ["name"])).toBe(2);
  });
});
