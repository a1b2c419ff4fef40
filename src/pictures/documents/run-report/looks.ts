import { describeProfile, type Profile, type TargetProfile } from "../../../data/index.ts";
import type { RunView, Subject } from "../../subject.ts";
import { count, figure } from "../../words.ts";
import { type Block, callout, facts, fixed, heading, list, type Section, section, type Words } from "../document.ts";
import { longTable } from "../long-table.ts";
import { capital, pictureOf } from "../picture-block.ts";

/** What the data looks like: what is worth telling, the target, what says most about it, and what says the same. */
export function looks({ story: { profile } }: RunView, subject: Subject): Section | null {
  if (profile === null) return null;
  const told = describeProfile(profile).slice(1);
  return section("profile", "What the data looks like", [
    ...profile.leakSuspects.map(({ column, reason }) =>
      callout("open", [fixed(column), ` may give the target away: ${reason}.`]),
    ),
    list(told.filter((line) => !line.includes("may give the target away")).map(capital)),
    ...targetBlocks(profile.target),
    pictureOf(subject, "run", "pie", "classes"),
    ...relationBlocks(profile),
    ...correlationBlocks(profile),
  ]);
}

function targetBlocks(target: TargetProfile | null): (Block | null)[] {
  if (target === null) return [];
  if (target.kind === "values") {
    const { min, max, mean, std, quantiles } = target.numbers;
    return [
      heading("The target"),
      facts([
        ["From … to", `${figure(min)} … ${figure(max)}`],
        ["Half of it lies in", `${figure(quantiles.p25)} … ${figure(quantiles.p75)}, around ${figure(quantiles.p50)}`],
        ["Mean", `${figure(mean)}, standard deviation ${figure(std)}`],
      ]),
    ];
  }
  const total = target.classes.reduce((sum, { count }) => sum + count, 0);
  const rows = [...target.classes]
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
    .map(({ label, count: rows }): readonly Words[] => [
      fixed(label),
      count(rows),
      `${((100 * rows) / total).toFixed(1)} %`,
      { kind: "bar", share: rows / total, tone: "plain" },
    ]);
  return [heading("The target"), ...longTable(["Class", "Rows>", "Share>", ""], rows, 12, "class")];
}

function relationBlocks({ relations }: Profile): Block[] {
  const [first] = relations;
  if (first === undefined) return [];
  const isR2 = first.measure === "r2";
  const rows = relations.map(({ column, score }): readonly Words[] => [
    fixed(column),
    score.toFixed(3),
    { kind: "bar", share: isR2 ? score : 2 * (score - 0.5), tone: "plain" },
  ]);
  const measure = isR2 ? "R²" : "area under the ROC curve";
  return [
    heading("What each column alone says about the target"),
    ...longTable(
      ["Column", `${capital(measure)}>`, isR2 ? "From the mean to perfect" : "From chance to perfect"],
      rows,
      10,
      "column",
    ),
  ];
}

function correlationBlocks({ correlations }: Profile): Block[] {
  const strong = correlations.filter(({ r }) => Math.abs(r) >= 0.3);
  if (strong.length === 0) return [];
  const rows = strong.map(({ a, b, r }): readonly Words[] => [
    fixed(a),
    fixed(b),
    r.toFixed(2),
    { kind: "bar", share: Math.abs(r), tone: Math.abs(r) >= 0.95 ? "open" : "plain" },
  ]);
  return [heading("Columns that go together"), ...longTable(["One", "The other", "Correlation>", ""], rows, 8, "pair")];
}
