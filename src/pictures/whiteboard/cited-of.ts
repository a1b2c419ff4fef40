import type { CitedSection, ScaffoldWishes } from "../../workflow/index.ts";
import type { PartKind } from "./parts.ts";
import type { Sketch } from "./sketch.ts";

/** Which section of a workflow file does a part, and what a reader may want to know of it. */
const sections: readonly (readonly [CitedSection, PartKind, string])[] = [
  ["data", "fetch", ""],
  ["data", "clean", "kinds and missing values are told from the data, the rest is the recipe of the training rows"],
  ["data", "features", "every column makes features; add your own with `features: (c) => ({ ... })`"],
  ["checks", "check", ""],
  ["split", "split", ""],
  ["candidates", "train", ""],
  ["candidates", "search", ""],
  ["gates", "gate", ""],
  ["gates", "alert", "a model that fails is not registered, and an alert says why"],
  ["rollout", "staging", "the alias staging is moved to every version that passes"],
  ["monitor", "drift", ""],
];

/** Comments that say which lines of the drawing a section of the workflow file stands for. */
export function citedOf({ parts }: Sketch): NonNullable<ScaffoldWishes["cited"]> {
  const cited: Partial<Record<CitedSection, string[]>> = {};
  for (const [section, part, remark] of sections) {
    const found = parts.find((one) => one.part === part);
    if (found === undefined) continue;
    const text = found.text.length > 70 ? `${found.text.slice(0, 69)}…` : found.text;
    const line = `drawn: line ${found.line}, "${text}"${remark === "" ? "" : `: ${remark}`}`;
    (cited[section] ??= []).push(line);
  }
  return cited;
}
