import { expect, it } from "vitest";
import * as millrace from "../../src/index.ts";
import { estimatorTable } from "../../src/ml/index.ts";

it("lets a workflow file name every estimator there is", () => {
  const exported = millrace as unknown as Record<string, (() => { readonly name: string }) | undefined>;
  for (const name of Object.keys(estimatorTable)) expect(exported[name]?.().name, name).toBe(name);
});
