import type { PartKind } from "./parts.ts";
import { plainWords } from "./plain-words.ts";
import { bareNumberIn, boundsIn, latencyIn, metricIn } from "./read-condition.ts";
import type { Side } from "./sketch.ts";
import type { Choice } from "./telling.ts";

/** What a fork of a drawing decides on. */
export type ChoiceSort = "gate" | "check" | "approve" | "drift" | "canary" | "other";

const approval = /approv|sign ?off|green ?light|freigabe|freigegeben|genehmig|rejected by|human/;
const drift = /drift|degrad|decay|shift|retrain|live|in production|produktion/;
const canary = /canar|a\/b|shadow|traffic|error rate/;
const dataWords = /\b(?:data|schema|rows|columns|nulls?|daten|dataset|quality|qualitat|plausi)/;
const modelWords =
  /\b(?:modell?|metrics?|kennzahl|score|performance|gate|threshold|schwell|champion|baseline|good enough|gut genug)/;

/** What a fork decides on: by its words, else by what was drawn before it. */
export function sortOf(choice: Choice, before: ReadonlySet<PartKind>, hasGate: boolean): ChoiceSort {
  const text = [choice.text, ...choice.branches.map(({ label }) => label)].join(" | ");
  const words = plainWords(text);
  const isMeasured = boundsIn(text).length > 0 || metricIn(text) !== undefined || latencyIn(text) !== undefined;
  const hasTrained = before.has("train") || before.has("evaluate") || before.has("search");
  const isLive = before.has("monitor") || before.has("drift") || before.has("serve");
  if (approval.test(words)) return "approve";
  if (canary.test(words) && before.has("canary")) return "canary";
  if (drift.test(words) || (isLive && hasGate)) return "drift";
  if (dataWords.test(words) && !modelWords.test(words) && !isMeasured) return hasTrained ? "other" : "check";
  if (hasGate) return before.has("canary") ? "canary" : "other";
  if (isMeasured || modelWords.test(words) || bareNumberIn(text) !== undefined) return "gate";
  if (hasTrained) return "gate";
  return before.has("check") || before.has("fetch") ? "check" : "other";
}

const bad =
  /\b(?:no|nein|not|isnt|doesnt|fail\w*|below|under|bad|reject\w*|worse|poor|insufficient|too (?:low|high|bad)|invalid|nicht|unter\w*|schlecht|ko|nok|abgelehnt|problem|error|otherwise|sonst|weak)\b|^n$|^<|❌|👎/u;
const good =
  /\b(?:yes|ja|ok|okay|pass\w*|good|meets?|above|over|accept\w*|approved|better|valid|success\w*|gut|bestanden|erreicht|fine|enough|great|reached)\b|^y$|>=|^>|✅|👍/u;

/**
 * Which way out of a fork is the good one: by its words, else by what is done there, else the other of two.
 * @param content parts drawn in each branch
 */
export function sidesOf(choice: Choice, content: readonly (readonly PartKind[])[]): Side[] {
  const sides = choice.branches.map(
    ({ label }, index) => sideOf(choice, label, index) ?? byContent(content[index] ?? []),
  );
  if (choice.branches.length !== 2) return sides;
  return sides.map((side, index) => {
    const other = sides[1 - index]!;
    if (side !== null || other === null) return side;
    return other === "pass" ? "fail" : "pass";
  });
}

/** True for the words on a way out of a decision: "yes", "too low", "AUC >= 0.8". */
export function isVerdict(label: string): boolean {
  const words = plainWords(label);
  return bad.test(words) || good.test(words) || boundsIn(label).some(({ isCompared }) => isCompared);
}

function sideOf({ kind, text }: Choice, label: string, index: number): Side {
  if (kind === "break") return "fail";
  if (kind === "critical") return index === 0 ? "pass" : "fail";
  const [bound] = boundsIn(label);
  if (bound?.isCompared) return bound.isOfFailure ? "fail" : "pass";
  // Signs and thumbs are no words.
  const words = `${plainWords(label)} ${label.replace(/[^❌👎✅👍<>]/gu, "")}`.trim();
  if (bad.test(words)) return "fail";
  if (good.test(words)) return "pass";
  return kind === "opt" && text === label && index === 0 ? "pass" : null;
}

function byContent(parts: readonly PartKind[]): Side {
  const live: readonly PartKind[] = ["register", "deploy", "staging", "approve", "canary", "shadow"];
  const failed: readonly PartKind[] = ["alert", "stop", "retrain"];
  if (parts.some((part) => live.includes(part))) return "pass";
  return parts.some((part) => failed.includes(part)) ? "fail" : null;
}
