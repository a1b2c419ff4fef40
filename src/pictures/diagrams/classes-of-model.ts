import { fitStep } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { targetText } from "../declared-words.ts";
import type { ClassBox, ClassLink } from "../mermaid/class-graph.ts";
import { metricOf } from "../metric-of.ts";
import { settingText } from "../setting-text.ts";
import { stepState } from "../step-state.ts";
import type { RunView } from "../subject.ts";
import { figure, folded, size } from "../words.ts";
import type { ClassPart } from "./classes-of-data.ts";
import { schemaFields } from "./schema-fields.ts";

/** The estimators that are compared, each an implementation of one contract; the winner is marked. */
export function learningClasses(spec: PortableSpec, run: RunView | null, fold: number): ClassPart {
  const winner = winnerOf(run);
  const first = spec.candidates.map((_, i) => i);
  // The winner is never folded away.
  const shown =
    first.length <= fold ? first : first.filter((i) => i < fold - 1 || i === winner?.candidate).slice(-fold);
  const more = first.length - shown.length;
  const contract: ClassBox = {
    id: "estimator",
    title: "Estimator",
    stereotype: "interface",
    fields: more === 0 ? [] : [`${more} more candidates`],
    methods: ["fit(X, y, seed) Model"],
    state: "planned",
  };
  return {
    boxes: [contract, ...shown.map((i) => candidateBox(spec, run, i))],
    links: [
      {
        from: "workflow",
        to: "estimator",
        kind: "owns",
        fromCount: "1",
        toCount: `${first.length}`,
        label: "compares",
      },
      ...shown.map((i): ClassLink => ({ from: `candidate${i}`, to: "estimator", kind: "implements" })),
      ...(winner === null || !shown.includes(winner.candidate)
        ? []
        : [
            {
              from: `candidate${winner.candidate}`,
              to: "model",
              kind: "uses",
              fromCount: "1",
              toCount: "1",
              label: "made",
            } as const,
          ]),
    ],
  };
}

function candidateBox(spec: PortableSpec, run: RunView | null, i: number): ClassBox {
  const { name, params } = spec.candidates[i]!;
  const board = run?.story.leaderboard;
  const best = board?.ranking.map((index) => board.trials[index]!).find(({ candidate }) => candidate === i);
  const isWinner = winnerOf(run)?.candidate === i;
  const setting = best?.params ?? params;
  const fields = Object.entries(setting).map(([key, value]) => settingText({ [key]: value }));
  const score = best?.score == null ? [] : [`${metricOf(spec).label} ${figure(best.score)} in cross-validation`];
  return {
    id: `candidate${i}`,
    title: name,
    stereotype: isWinner ? "chosen" : "candidate",
    fields: [...(fields.length === 0 ? ["defaults"] : fields), ...score],
    state: run === null ? "planned" : isWinner ? "done" : best === undefined ? "skipped" : "planned",
  };
}

/** The best trial that isn't the baseline's, once a model was fitted. */
function winnerOf(run: RunView | null) {
  const board = run?.story.leaderboard;
  if (board == null || run?.story.modelBytes == null) return null;
  const ranked = board.ranking.map((index) => board.trials[index]!);
  return ranked.find(({ estimator }) => estimator !== "baseline") ?? ranked[0] ?? null;
}

/** What a run makes, with what it says of itself. */
export function modelClass(spec: PortableSpec, run: RunView | null): ClassPart {
  const story = run?.story;
  const classes = story?.evaluation?.classes ?? [];
  const registered = story?.registration?.model;
  const positive = story?.evaluation?.positive ?? spec.problem.positive;
  const fields = [
    `task: ${story?.evaluation?.task ?? spec.problem.task}`,
    classes.length === 0 ? "" : `classes: ${folded(classes, 6, (label) => label, "class").join(", ")}`,
    positive == null ? "" : `positive: ${positive}`,
    story?.threshold == null ? "" : `threshold: ${figure(story.threshold)}`,
    story?.modelBytes == null ? "" : `size: ${size(story.modelBytes)}`,
    registered == null ? "" : registered.digest.slice(0, 19),
  ];
  return {
    boxes: [
      {
        id: "model",
        title: registered == null ? "Model" : `${registered.name}@${registered.version}`,
        stereotype: "model",
        fields,
        methods: ["predict(rows) Prediction", "explain(rows) Explanation"],
        state: stepState(story ?? null, fitStep),
      },
    ],
    links: [
      { from: "model", to: "features", kind: "owns", fromCount: "1", toCount: "1", label: "carries" },
      { from: "estimator", to: "model", kind: "uses", label: "fit makes" },
    ],
  };
}

/** JSON's types of a column's values, as requests bring them. */
const jsonTypes: Readonly<Record<string, string>> = { number: "number", boolean: "boolean" };

/**
 * What `POST /predict/{model}` takes and gives. The routes stand in a room to the right, so their shape is written here a
 * second time, as a person reads it.
 */
export function apiClasses(spec: PortableSpec, run: RunView | null, fold: number): ClassPart {
  const columns = schemaFields(spec, run).filter(({ isTarget }) => !isTarget);
  const row = folded(
    columns,
    fold,
    ({ name, kind }) => `${name}: ${kind === null ? "value" : (jsonTypes[kind] ?? "string")} or null`,
    "column",
  );
  const hasClasses = spec.problem.task === "classification";
  return {
    boxes: [
      {
        id: "request",
        title: "PredictRequest",
        stereotype: "request",
        fields: ["rows: Row, one or more", "strict: boolean = false", "explain: boolean = false"],
        state: "planned",
      },
      {
        id: "row",
        title: "Row",
        stereotype: "request",
        fields:
          row.length === 0 ? ["each column that the model reads"] : ["those of these that the model reads:", ...row],
        state: "planned",
      },
      {
        id: "response",
        title: "PredictResponse",
        stereotype: "response",
        fields: ["model: string", "version: integer or null", "digest: string", "warnings: Warning, none or more"],
        state: "planned",
      },
      predictionBox(spec, hasClasses),
    ],
    links: [
      { from: "request", to: "row", kind: "owns", fromCount: "1", toCount: "1..*" },
      { from: "response", to: "prediction", kind: "owns", fromCount: "1", toCount: "1..*" },
      { from: "model", to: "request", kind: "uses", label: "takes" },
      { from: "model", to: "response", kind: "uses", label: "gives" },
    ],
  };
}

function predictionBox(spec: PortableSpec, hasClasses: boolean): ClassBox {
  const target = targetText(spec);
  const what = { classification: "string", regression: "number", clustering: "number", anomaly: "number" };
  return {
    id: "prediction",
    title: "Prediction",
    stereotype: "response",
    fields: [
      `prediction: ${what[spec.problem.task]}${target === null ? "" : ` (${target})`}`,
      hasClasses ? "probabilities: number from 0 to 1 by class" : "",
      "explanation: what each column added, where asked for",
    ],
    state: "planned",
  };
}
