import { describe, expect, it } from "vitest";
import { staleParameterTypes } from "../../scripts/parameter-types/parameter-types.ts";
import { estimatorTable } from "../../src/ml/index.ts";
import { compileErrors } from "../docs/compile.ts";
import { estimatorUses } from "./estimator-uses.ts";

describe("types of hyper-parameters", () => {
  it("are what the table of estimators says (npm run build writes them)", () => {
    expect(staleParameterTypes()).toEqual([]);
  });

  it("allow each estimator's own names and values, and no others", () => {
    const uses = Object.values(estimatorTable).map((definition) => ({
      from: definition.name,
      code: estimatorUses(definition),
      entry: "millrace" as const,
    }));
    expect(uses.length).toBeGreaterThan(10);
    expect(compileErrors(uses, { millrace: [], "millrace/ml": [] })).toEqual([]);
  });
});
