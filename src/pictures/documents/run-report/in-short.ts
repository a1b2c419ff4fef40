import { figures, intervalText } from "../../../evaluation/index.ts";
import type { RunStory } from "../../../run/index.ts";
import { targetText } from "../../declared-words.ts";
import { metricOf } from "../../metric-of.ts";
import { settingText } from "../../setting-text.ts";
import type { RunView, Subject } from "../../subject.ts";
import { isTooGood } from "../../too-good.ts";
import { count, counted, figure, spell } from "../../words.ts";
import { type Block, callout, code, fixed, paragraph, type Section, section, type Tile } from "../document.ts";
import { capital, pictureOf } from "../picture-block.ts";
import { endingOf, lastStep, stepsNotReached } from "./ending.ts";
import { winnerOf } from "./leaders.ts";
import { errorOf } from "./run-error.ts";

/** What a reader with one minute needs: the verdict, the figures behind it, why it ended early if it did, and the whole way. */
export function inShort({ story }: RunView, subject: Subject): Section | null {
  return section("in-short", "In short", [
    { kind: "tiles", tiles: tilesOf(story) },
    ...(story.row.status === "succeeded" ? openReasons(story) : earlyEnd(story)),
    ...doubts(story),
    pictureOf(subject, "run", "flowchart"),
  ]);
}

/** What the model is for, in one sentence. */
export function purposeOf({ declaration }: RunStory): string {
  const { objective, task } = declaration.problem;
  if (objective !== undefined) return objective;
  const target = targetText(declaration);
  return target === null ? `A workflow for ${task}` : `Says what ${target} will be`;
}

function tilesOf(story: RunStory): Tile[] {
  const tiles = [verdictTile(story), metricTile(story), winnerTile(story), modelTile(story), dataTile(story)];
  return [...tiles.filter((tile) => tile !== null), timeTile(story)];
}

function verdictTile(story: RunStory): Tile {
  const { words, tone } = endingOf(story);
  const decisions = story.gates?.decisions ?? [];
  const held = decisions.filter(({ verdict }) => verdict === "pass").length;
  const last = lastStep(story);
  const note =
    story.row.status !== "succeeded"
      ? last === null
        ? "before its first step"
        : `it came to: ${last.title}`
      : decisions.length === 0
        ? "nothing was asked of the model"
        : `${held} of ${counted(decisions.length, "gate")} ${held === 1 ? "holds" : "hold"}`;
  return { label: "Verdict", value: capital(words), note, tone };
}

function metricTile({ evaluation, declaration }: RunStory): Tile | null {
  const { problem } = declaration;
  const measured = evaluation?.metrics[problem.metric];
  if (measured?.value == null) return null;
  const { minimum, goal } = problem;
  const { label, greaterIsBetter: greater } = metricOf(declaration);
  const reaches = (bound: number): boolean => (greater ? measured.value! >= bound : measured.value! <= bound);
  const asked = [
    ...(minimum === undefined ? [] : [`at ${greater ? "least" : "most"} ${minimum}`]),
    ...(goal === undefined ? [] : [`aim ${goal}`]),
  ].join(", ");
  return {
    label: `${label} on ${count(evaluation!.rows)} unseen rows`,
    value: figures(measured.value)[0]!,
    note: `${intervalText(measured, null).interval.replace(/^\S+ /, "95 % interval ")}${asked === "" ? "" : `; asked: ${asked}`}`,
    tone: minimum === undefined ? "plain" : reaches(goal ?? minimum) ? "good" : reaches(minimum) ? "open" : "bad",
  };
}

function winnerTile(story: RunStory): Tile | null {
  const { best, baseline } = winnerOf(story);
  if (best === null) return null;
  const setting = settingText(best.params);
  const beside =
    best.score === null || baseline?.score == null
      ? setting
      : `${figure(best.score)} in cross-validation; the baseline ${figure(baseline.score)}`;
  return { label: "Best candidate", value: best.estimator, note: beside, tone: "plain" };
}

function modelTile({ registration }: RunStory): Tile | null {
  if (registration === null) return null;
  const { model, aliases } = registration;
  return model === null
    ? { label: "Model", value: "None registered", note: "no alias moved", tone: "open" }
    : { label: "Model", value: `${model.name}@${model.version}`, note: aliases.join(", "), tone: "good" };
}

function dataTile({ manifest, split }: RunStory): Tile | null {
  if (manifest === null) return null;
  const parts =
    split === null ? "" : `; ${count(split.trainingRows)} to learn from, ${count(split.testRows)} for the test`;
  return {
    label: "Data",
    value: counted(manifest.rows, "row"),
    note: `${counted(manifest.columns.length, "column")}${parts}`,
    tone: "plain",
  };
}

function timeTile({ row, steps }: RunStory): Tile {
  const reused = steps.filter(({ cached }) => cached === 1).length;
  return {
    label: "Time",
    value: row.duration_ms === null ? "Not ended" : spell(row.duration_ms),
    note: reused === 0 ? counted(steps.length, "step") : `${reused} of ${counted(steps.length, "step")} reused`,
    tone: "plain",
  };
}

function openReasons({ gates, row, registration }: RunStory): Block[] {
  const open = (gates?.decisions ?? []).filter(({ verdict }) => verdict !== "pass");
  if (open.length === 0) return [];
  const reasons = open.map(({ gate, reason }) => `${gate}: ${reason}`).join("; ");
  return [
    callout(gates!.verdict === "fail" ? "bad" : "open", `${capital(reasons)}.`),
    ...(registration?.model === null
      ? [
          paragraph("The candidate isn't lost; this scores rows with it:"),
          code("sh", `millrace predict --run ${row.id} --data FILE --out FILE`),
        ]
      : []),
  ];
}

function earlyEnd(story: RunStory): Block[] {
  const error = errorOf(story);
  const missed = stepsNotReached(story);
  return [
    ...(error === null
      ? []
      : [callout("bad", [`${error.message} `, ...(error.code === "" ? [] : [fixed(error.code)])])]),
    ...(error === null || error.fix === "" ? [] : [paragraph(`What to do: ${error.fix}`)]),
    ...(missed.length === 0 ? [] : [paragraph(`The run never came to: ${missed.join(", ")}.`)]),
  ];
}

function doubts(story: RunStory): Block[] {
  return isTooGood(story)
    ? [callout("open", "Too good to be true? Look whether a column is made from the target.")]
    : [];
}
