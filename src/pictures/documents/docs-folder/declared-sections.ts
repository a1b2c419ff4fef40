import { checkTable } from "../../../data/index.ts";
import { gateTable } from "../../../evaluation/index.ts";
import { describeExpression, estimatorTable } from "../../../ml/index.ts";
import type { PortableEstimator, PortableSpec } from "../../../workflow/index.ts";
import { checkText, gateText, personText, searchText, splitText } from "../../declared-words.ts";
import { metricOf } from "../../metric-of.ts";
import { settingText } from "../../setting-text.ts";
import { type Block, facts, fixed, list, muted, paragraph, type Section, section, strong, table } from "../document.ts";
import { peopleAndRisks, problemFacts } from "../run-report/asked.ts";

type SectionOf = (declaration: PortableSpec) => Section | null;

const problem: SectionOf = (declaration) =>
  section("problem", "Problem", [
    paragraph(
      "What is asked, how it is judged, and what an error costs. Gates, thresholds and alert bands follow from it.",
    ),
    problemFacts(declaration),
    metricText(declaration),
    ...peopleAndRisks(declaration),
  ]);

function metricText(declaration: PortableSpec): Block {
  const { label, summary, greaterIsBetter } = metricOf(declaration);
  const better = greaterIsBetter ? "Higher is better." : "Lower is better.";
  const bound =
    declaration.problem.minimum === undefined ? " No minimum is declared, so no gate can hold the model to one." : "";
  return paragraph([strong(label), `: ${summary} ${better}${bound}`]);
}

const data: SectionOf = ({ data: { kind, path, options } }) => {
  const list = (value: string | readonly string[]): string => (typeof value === "string" ? value : value.join(", "));
  return section("data", "Data", [
    paragraph("Where rows come from. Every run takes a snapshot, named by its digest, so that it can be done again."),
    facts([
      ["Source", [`${kind} `, fixed(path)]],
      options.time === undefined ? null : ["In order of", fixed(options.time)],
      options.key === undefined ? null : ["A row is known by", fixed(list(options.key))],
      options.drop === undefined || options.drop.length === 0 ? null : ["Never read", list(options.drop)],
      options.missing === undefined ? null : ["Missing is", JSON.stringify(options.missing)],
      options.kinds === undefined ? null : ["Kinds", JSON.stringify(options.kinds)],
      options.delimiter === undefined ? null : ["Delimiter", fixed(options.delimiter)],
      options.decimal === undefined ? null : ["Decimal mark", fixed(options.decimal)],
      options.encoding === undefined ? null : ["Encoding", options.encoding],
      options.dates === undefined ? null : ["Dates are", options.dates],
      options.badRows === undefined ? null : ["Rows that don't fit", options.badRows],
    ]),
  ]);
};

const checks: SectionOf = ({ checks }) =>
  section("checks", "Checks", [
    paragraph(
      checks.length === 0
        ? "No check is declared; one is always made: whether a column gives the target away. It warns."
        : "What must hold of the data before anything is trained. An error stops the run; a warning is reported.",
    ),
    table(
      ["Check", "Means", "If it doesn't hold"],
      checks.map((check) => [
        checkText(check),
        checkTable[check.kind]?.summary ?? "",
        check.severity === "error" ? "the run stops" : "a warning",
      ]),
    ),
  ]);

const features: SectionOf = ({ features }) => {
  const made = Object.entries(features);
  return section("features", "Features", [
    paragraph(
      made.length === 0
        ? "No feature is declared: the columns themselves are turned into numbers, each by its kind."
        : "New columns, made in training and in serving by the same expressions.",
    ),
    table(
      ["Feature", "Made by"],
      made.map(([name, expression]) => [fixed(name), fixed(describeExpression(expression))]),
    ),
  ]);
};

const split: SectionOf = (declaration) =>
  section("split", "Split", [
    paragraph(`Rows are divided ${splitText(declaration)}. Test rows are touched once, at the end.`),
    declaration.split.kind === "time"
      ? paragraph("As in life: it learns from the past and is tested on what came after.")
      : null,
  ]);

const candidates: SectionOf = ({ candidates }) =>
  section("candidates", "Candidates", [
    paragraph("What may become the model. The baseline always stands beside them."),
    table(["Candidate", "What it is", "Fixed by the declaration"], candidates.map(candidateCells)),
  ]);

function candidateCells({ name, params, space }: PortableEstimator) {
  const fixedParams = settingText(params);
  const searched = space === undefined ? "" : ` searches ${Object.keys(space).join(", ")}`;
  const said = `${fixedParams}${fixedParams !== "" && searched !== "" ? ";" : ""}${searched}`.trim();
  return [
    fixed(name),
    estimatorTable[name]?.summary ?? "a model made elsewhere",
    said === "" ? muted("nothing") : said,
  ];
}

const search: SectionOf = (declaration) => {
  const { maxMinutes, patience } = declaration.search;
  return section("search", "Search", [
    paragraph(
      `How settings are found: ${searchText(declaration)}. A setting is scored on rows of the training part that it didn't learn from.`,
    ),
    facts([
      ["Seed", fixed(String(declaration.seed))],
      maxMinutes === undefined ? null : ["No new trial after", `${maxMinutes} minutes`],
      patience === undefined ? null : ["Ends early after", `${patience} trials without a better score`],
    ]),
  ]);
};

const gates: SectionOf = ({ gates }) =>
  section("gates", "Gates", [
    paragraph(
      gates.length === 0
        ? "No gate is declared: whatever is fitted becomes a version."
        : "What must hold before an alias moves. Each says pass, fail or insufficient evidence; only if all pass is a version registered.",
    ),
    table(
      ["Gate", "Means", "Declared with"],
      gates.map((gate) => [gateText(gate), gateTable[gate.kind]?.summary ?? "", settingText(gate.params)]),
    ),
  ]);

const rollout: SectionOf = (declaration) => {
  const { rollout } = declaration;
  if (rollout === undefined) {
    return section("rollout", "Rollout", [
      paragraph("None is declared: a version whose gates hold becomes champion at once."),
    ]);
  }
  const { shadow, approval, canary } = rollout;
  const steps = [
    ...(shadow === undefined ? [] : [`For ${shadow} it sees live traffic and answers nobody.`]),
    ...(approval === undefined ? [] : [`${personText(declaration, approval)} approves it.`]),
    ...(canary === undefined
      ? []
      : [`It answers ${canary.map((percent) => `${percent} %`).join(", then ")} of the requests.`]),
    "It becomes champion.",
  ];
  return section("rollout", "Rollout", [paragraph("How a version whose gates hold goes live:"), list(steps, true)]);
};

const monitoring: SectionOf = (declaration) => {
  const { monitor, schedule, problem } = declaration;
  const { minimum, goal } = problem;
  return section("monitoring", "Monitoring", [
    monitor === undefined
      ? paragraph("No monitoring is declared.")
      : facts([
          ["Windows of", monitor.window],
          monitor.labels === undefined ? null : ["The truth arrives after", monitor.labels.delay],
          minimum === undefined
            ? null
            : ["Worse than the minimum", `${minimum}: ${personText(declaration, "onCall")} is paged`],
          goal === undefined ? null : ["Between minimum and goal", `${goal}: it is trained anew`],
        ]),
    schedule === undefined ? null : paragraph(["It is run on the schedule ", fixed(schedule), "."]),
  ]);
};

/** The declaration, section by section in plain words; every section stands in it, declared or not. */
export const declaredSections: readonly SectionOf[] = [
  problem,
  data,
  checks,
  features,
  split,
  candidates,
  search,
  gates,
  rollout,
  monitoring,
];
