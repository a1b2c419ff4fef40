import { describe, expect, it } from "vitest";
import { findParts, type Heard } from "./find-parts.ts";
import type { PartKind } from "./parts.ts";

function heard(text: string, more: Partial<Heard> = {}): string {
  const before = more.before ?? new Set<PartKind>(["trigger", "fetch"]);
  const found = findParts({ kind: "request", from: "pipeline", to: "pipeline", ...more, text, before });
  return found.map(({ part }) => part).join(" ");
}

const trained = new Set<PartKind>(["trigger", "fetch", "train"]);

describe("findParts", () => {
  it.each([
    ["Pull the latest transactions from Kafka", "fetch"],
    ["load CSV files", "fetch"],
    ["version the data with DVC", "snapshot"],
    ["run schema checks", "check"],
    ["remove duplicates and fill missing values", "clean"],
    ["standardize columns", "clean"],
    ["EDA", "explore"],
    ["create features", "features"],
    ["compute rolling features then split into train and test", "features split"],
    ["hold out 20% for testing", "split"],
    ["grid search", "search"],
    ["fit the classifier", "train"],
    ["train on clean data", "train"],
    ["build a model", "train"],
    ["compare with the production model", "gate"],
    ["persist model weights", "register"],
    ["ask for sign-off", "approve"],
    ["green light from the manager", "approve"],
    ["ship it to production", "deploy"],
    ["expose prediction endpoint", "serve"],
    ["keep an eye on drift", "monitor drift"],
    ["wait for labels to arrive", "labels"],
    ["roll back to the last version", "rollback"],
    ["retrain if performance drops", "retrain drift"],
    ["page the on-call engineer", "alert"],
    ["throw away the model", "stop"],
    ["mirror the traffic", "shadow"],
    ["deploy canary to 10% of users", "canary"],
    ["deploy to staging", "staging"],
    ["Merkmale berechnen", "features"],
    ["Freigabe einholen", "approve"],
    ["drink coffee", ""],
  ])("hears %s", (text, parts) => {
    expect(heard(text)).toBe(parts);
  });

  it("tells what is validated by what came before and by who does it", () => {
    expect(heard("validate")).toBe("check");
    expect(heard("validate", { before: trained })).toBe("evaluate");
    expect(heard("validate model", { to: "validator" })).toBe("evaluate");
    expect(heard("validate the data", { before: trained })).toBe("check");
    expect(heard("go on", { to: "validator", before: trained })).toBe("evaluate");
  });

  it("tells what sets a run off by who asks", () => {
    const asked = { from: "engineer", to: "pipeline", before: new Set<PartKind>() } as const;
    expect(heard("start training", asked)).toBe("trigger");
    expect(heard("start training", { to: "trainer" })).toBe("train");
  });

  it("doesn't take what is handed over for what is done", () => {
    expect(heard("send cleaned data", { to: "unknown" })).toBe("");
    expect(heard("return features", { kind: "reply" })).toBe("");
    expect(heard("send features", { to: "trainer" })).toBe("train");
  });
});
