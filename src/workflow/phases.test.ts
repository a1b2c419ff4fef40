import { describe, expect, it } from "vitest";
import { phases } from "./phases.ts";
import { roles } from "./roles.ts";

describe("phases", () => {
  it("go from the problem to life after deployment, each with people whose work it is", () => {
    expect(phases.map(({ name }) => name)).toMatchObject({ 0: "problem", 9: "maintenance", length: 10 });
    expect(phases.flatMap((phase) => phase.roles).filter((role) => !roles.includes(role))).toEqual([]);
    expect(phases.filter((phase) => phase.roles.length === 0)).toEqual([]);
  });
});
