import { describe, expect, it } from "vitest";
import { steps } from "../run/index.ts";
import { phaseOfStep, phases } from "./phases.ts";
import { roles } from "./roles.ts";

describe("phases", () => {
  it("have every step of a run in exactly one of them, and no other", () => {
    expect(phases.flatMap((phase) => phase.steps)).toEqual(steps.map(({ name }) => name).sort(byPhase));
    expect(phaseOfStep("gate")).toBe("evaluation");
    expect(phaseOfStep("nothing of ours")).toBeUndefined();
  });

  it("go from the problem to life after deployment, each with people whose work it is", () => {
    expect(phases.map(({ name }) => name)).toMatchObject({ 0: "problem", 9: "maintenance", length: 10 });
    expect(phases.flatMap((phase) => phase.roles).filter((role) => !roles.includes(role))).toEqual([]);
    expect(phases.filter((phase) => phase.roles.length === 0)).toEqual([]);
  });
});

/** Checks and split prepare, though the profile is made between them. */
function byPhase(a: string, b: string): number {
  const order = phases.flatMap((phase) => phase.steps);
  return order.indexOf(a) - order.indexOf(b);
}
