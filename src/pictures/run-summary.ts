import { describeProfile } from "../data/index.ts";
import { describeExpression } from "../ml/index.ts";
import type { RunStory } from "../run/index.ts";
import { metricLines } from "./metric-lines.ts";
import { metricOf } from "./metric-of.ts";
import { moneyOf } from "./money.ts";
import { settingText } from "./setting-text.ts";
import { page, type Section } from "./text-page.ts";
import { isTooGood } from "./too-good.ts";
import { count, counted, figure } from "./words.ts";

/**
 * A run as a page of plain text that a stakeholder can read: what was asked, what the data said, what was tried, what won,
 * which gates held, and where the model stands now. Sections that the run didn't reach are left out.
 */
export function runSummary(story: RunStory): string[] {
  const sections: readonly Section[] = [
    ["Asked", asked(story)],
    ["Data", data(story)],
    ["Checks", checks(story)],
    ["Split", story.split === null ? [] : [story.split.how, ...withoutTarget(story)]],
    ["Features", story.recipe ?? []],
    ["Tried", tried(story)],
    ["Won", won(story)],
    ["On test", onTest(story)],
    ["In money", inMoney(story)],
    ["Gates", gates(story)],
    ["Model", model(story)],
  ];
  const title = `${story.row.workflow}: ${ending(story)}`;
  return page(title, sections);
}

function ending({ row, gates }: RunStory): string {
  if (row.status !== "succeeded")
    return row.status === "running"
      ? "the run is not over"
      : `the run ${row.status === "failed" ? "failed" : "was cancelled"}`;
  switch (gates?.verdict) {
    case "pass":
      return "every gate holds";
    case "fail":
      return "not accepted";
    default:
      return "too little evidence to decide";
  }
}

function asked({ declaration }: RunStory): string[] {
  const { problem } = declaration;
  const { label, greaterIsBetter } = metricOf(declaration);
  const target = problem.target === undefined ? [] : [`target: ${describeExpression(problem.target)}`];
  const bounds = [
    problem.minimum === undefined ? null : `at ${greaterIsBetter ? "least" : "most"} ${problem.minimum}`,
    problem.goal === undefined ? null : `aim ${problem.goal}`,
  ].filter((bound) => bound !== null);
  const judged = isUnmeasured(problem)
    ? "no anomalies are known, so nothing measures it"
    : `judged by ${label}${bounds.length === 0 ? "" : `: ${bounds.join(", ")}`}`;
  const costs =
    problem.costs === undefined
      ? []
      : [`a miss costs ${money(problem.costs.falseNegative)}, a false alarm ${money(problem.costs.falsePositive)}`];
  return [...(problem.objective === undefined ? [] : [problem.objective]), ...target, judged, ...costs];
}

/** Anomalies that nobody has labelled can be found, but not be measured. */
function isUnmeasured({ task, target }: RunStory["declaration"]["problem"]): boolean {
  return task === "anomaly" && target === undefined;
}

function data({ manifest, profile }: RunStory): string[] {
  if (manifest === null) return [];
  const size = `${count(manifest.rows)} rows x ${count(manifest.columns.length)} columns`;
  const left = manifest.dropped.length === 0 ? "" : `, without ${manifest.dropped.join(", ")}`;
  // The profile begins with the size, which stands here already.
  return [`${size}${left}`, ...(profile === null ? [] : describeProfile(profile).slice(1))];
}

function checks({ checks }: RunStory): string[] {
  if (checks === null || checks.results.length === 0) return [];
  const passed = checks.results.filter((result) => result.status === "passed").length;
  const others = checks.results.filter((result) => result.status !== "passed");
  return [
    `${passed} of ${checks.results.length} passed`,
    ...others.map((result) => `${result.status}: ${result.message}`),
  ];
}

function withoutTarget({ split }: RunStory): string[] {
  return split === null || split.withoutTarget === 0
    ? []
    : split.withoutTarget === 1
      ? ["1 row has no target and is left out"]
      : [`${count(split.withoutTarget)} rows have no target and are left out`];
}

function tried({ leaderboard, declaration }: RunStory): string[] {
  if (leaderboard === null) return [];
  const ranked = leaderboard.ranking.map((index) => leaderboard.trials[index]!);
  const width = Math.max(...ranked.map((trial) => trial.estimator.length));
  const by = isUnmeasured(declaration.problem)
    ? "not scored"
    : `${leaderboard.folds}-fold ${metricOf(declaration).label}`;
  const settings = `${counted(leaderboard.trials.length, "setting")} of ${counted(ranked.length, "candidate")}, ${by}:`;
  return [
    settings,
    ...ranked.map((trial, i) => {
      const place = `${i + 1}.`.padEnd(4);
      const score =
        trial.score !== null ? figure(trial.score) : trial.failure === null ? "" : `no score: ${trial.failure}`;
      return `${place}${trial.estimator.padEnd(width + 2)}${score}  ${settingText(trial.params)}`.trimEnd();
    }),
  ];
}

function won({ leaderboard, declaration }: RunStory): string[] {
  if (leaderboard === null) return [];
  const ranked = leaderboard.ranking.map((index) => leaderboard.trials[index]!);
  const best = ranked.find((trial) => trial.estimator !== "baseline") ?? ranked[0]!;
  const baseline = ranked.find((trial) => trial.estimator === "baseline");
  if (best.score === null) return [];
  const { label } = metricOf(declaration);
  const over = baseline?.score == null ? "" : `; the baseline reaches ${figure(baseline.score)}`;
  return [`${best.estimator}: ${label} ${figure(best.score)} in cross-validation${over}`];
}

function onTest(story: RunStory): string[] {
  const { evaluation, declaration } = story;
  if (evaluation === null || Object.keys(evaluation.metrics).length === 0) return [];
  return [
    `${count(evaluation.rows)} rows that nothing was learned from, with 95 % intervals:`,
    ...metricLines(evaluation.metrics, declaration.metrics),
    ...(isTooGood(story) ? ["too good to be true? look whether a column is made from the target"] : []),
  ];
}

/** What the threshold that was chosen from the costs comes to on the test rows, beside the two ways to decide without a model. */
function inMoney(story: RunStory): string[] {
  const found = moneyOf(story);
  if (found === null) return [];
  const each = (total: number): string => money(Math.round(total / story.evaluation!.rows));
  const from = story.threshold === null ? "" : ` from a probability of ${figure(story.threshold)} up`;
  return [
    `"${found.positive}" is said${from}: ${each(found.model)} per row`,
    `saying it never would cost ${each(found.never)}, always ${each(found.always)}`,
  ];
}

function gates({ gates }: RunStory): string[] {
  if (gates === null) return [];
  if (gates.decisions.length === 0) return ["none declared"];
  const words = { pass: "holds  ", fail: "FAILS  ", insufficient: "open   " };
  return gates.decisions.map(({ gate, verdict, reason }) => `${words[verdict]} ${gate}: ${reason}`);
}

function model({ registration, row, alerts }: RunStory): string[] {
  if (registration === null) return [];
  if (registration.model === null) {
    return [
      "no version was registered and no alias moved",
      `look at the candidate: millrace predict --run ${row.id} ...`,
      ...alerts.map((alert) => alert.title),
    ];
  }
  const { name, version, digest } = registration.model;
  return [
    `${name}@${version} (${registration.aliases.join(", ")})`,
    digest,
    `ask it: millrace serve, or millrace predict ${name} --data FILE --out FILE`,
  ];
}

function money(value: number): string {
  return value.toLocaleString("en-US");
}
