import { metricLabel } from "../../evaluation/index.ts";
import { findMetric } from "../../ml/index.ts";
import type { RunRow, StoredEvent } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { branchNames, type CommitLook, type GitAct } from "../mermaid/git-graph.ts";
import type { LifeView } from "../subject.ts";
import { championTenures, type EventOf, eventsOf, isRollback } from "../version-life.ts";
import { count, counted, figure } from "../words.ts";

/** A life as work with git: what stands on main is, or was, the champion. */
export function experimentActs(life: LifeView, model: string, spec: PortableSpec, fold: number): GitAct[] {
  const surplus = life.runs.length - fold;
  const folded = surplus <= 0 ? [] : life.runs.slice(0, Math.min(surplus + 1, life.runs.length - 1));
  const shown = life.runs.slice(folded.length);
  const names = branchNames(shown.map(nameOf));
  const branchOf = new Map(shown.map(({ id }, i) => [id, names[i]!]));
  const acts: GitAct[] = [{ act: "commit", text: "declared" }];
  // What happened before the first run that is shown stands in one commit, rollbacks and all.
  const begin = folded.length === 0 ? 0 : life.events.findIndex((event) => event.run === shown[0]?.id);
  if (folded.length > 0) acts.push(foldedAct(life.events.slice(0, begin), model, folded));
  const merged = new Set<string>();
  for (const event of life.events.slice(begin)) {
    const branch = event.run === null ? undefined : branchOf.get(event.run);
    if (event.type === "run.started" && branch !== undefined) {
      acts.push(...runActs(life, spec, event.run!, branch, shown.length));
    }
    if (event.type === "alias.moved" && event.body.alias === "champion") {
      acts.push(championAct(life, model, event, branchOf, merged));
    }
  }
  return acts;
}

/** The note, or as much of the id as people need to find the run. */
function nameOf({ id, note }: RunRow): string {
  return note === null || note.trim() === "" ? id.replace(/^(\d{8}-\d{6})-.*$/, "$1") : note;
}

/** Older runs as one commit, with the champion that they left behind as its tag. */
function foldedAct(events: readonly StoredEvent[], model: string, runs: readonly RunRow[]): GitAct {
  const tenures = championTenures(events);
  const passed = runs.filter(({ verdict }) => verdict === "pass").length;
  const refused = runs.filter(({ verdict }) => verdict === "fail" || verdict === "insufficient").length;
  const rollbacks = tenures.filter(({ isReturn }) => isReturn).length;
  const parts = [
    counted(runs.length, "older run"),
    `${count(passed)} passed`,
    `${count(refused)} refused`,
    ...(rollbacks === 0 ? [] : [counted(rollbacks, "rollback")]),
  ];
  const last = tenures.at(-1);
  return { act: "commit", text: parts.join(", "), tags: last === undefined ? [] : [`${model}@${last.version}`] };
}

/** A run's branch: the best trial of each candidate (of few runs), the one that was chosen, and how it ended. */
function runActs(life: LifeView, spec: PortableSpec, run: string, branch: string, runs: number): GitAct[] {
  const events = life.events.filter((event) => event.run === run);
  const row = life.runs.find(({ id }) => id === run)!;
  const chosen = eventsOf(events, "candidate.chosen").at(-1)?.body;
  const others =
    runs <= 4 ? bestTrials(events, spec.problem.metric).filter(({ estimator }) => estimator !== chosen?.estimator) : [];
  return [
    { act: "branch", branch },
    ...others.slice(0, 3).map(({ estimator, score }): GitAct => ({ act: "commit", text: trialText(estimator, score) })),
    ...(chosen === undefined ? [] : [{ act: "commit" as const, text: trialText(chosen.estimator, chosen.score) }]),
    endCommit(life, spec, row, events),
    { act: "checkout", branch: "main" },
  ];
}

function bestTrials(events: readonly StoredEvent[], metric: string): EventOf<"trial.finished">["body"][] {
  const sign = findMetric(metric)?.greaterIsBetter === false ? -1 : 1;
  const best = new Map<string, EventOf<"trial.finished">["body"]>();
  // In the order of asking: which is done first depends on the machine.
  const trials = eventsOf(events, "trial.finished").sort((a, b) => a.body.trial - b.body.trial);
  for (const { body } of trials) {
    const known = best.get(body.estimator);
    const isBetter = body.score !== null && (known?.score == null || sign * body.score > sign * known.score);
    if (known === undefined || isBetter) best.set(body.estimator, body);
  }
  return [...best.values()];
}

function trialText(estimator: string, score: number | null): string {
  return `${estimator} ${score === null ? "without a score" : figure(score)}`;
}

/** How a run ended, as its branch's last commit. */
function endCommit(life: LifeView, spec: PortableSpec, row: RunRow, events: readonly StoredEvent[]): GitAct {
  const measured = eventsOf(events, "model.evaluated").at(-1)?.body.metrics[spec.problem.metric]?.value;
  const test = measured == null ? "" : `, ${metricLabel(spec.problem.metric)} ${figure(measured)} on test`;
  const end = (text: string, tags: string[], look?: CommitLook): GitAct => ({
    act: "commit",
    text: `${text}${test}`,
    tags,
    look,
  });
  if (row.status === "running") return end("not ended", []);
  if (row.status === "cancelled") return end("cancelled", [], "reverse");
  if (row.status === "failed") return end("failed", [codeOf(row)], "reverse");
  if (row.verdict !== "pass" && row.verdict !== null) return end("refused", refusals(events, row.verdict), "reverse");
  const own = life.versions.filter(({ run }) => run === row.id).map(({ version }) => version);
  if (own.length === 0) return end("passed again", ["no new version"]);
  const live = new Set(championTenures(life.events).map(({ version }) => version));
  return end(
    "passed",
    own.filter((version) => !live.has(version)).map((version) => `version ${version}, never live`),
    "highlight",
  );
}

function codeOf({ error }: RunRow): string {
  return (JSON.parse(error ?? "{}") as { code?: string }).code ?? "no reason kept";
}

function refusals(events: readonly StoredEvent[], verdict: string): string[] {
  const open = eventsOf(events, "gate.decided").filter(({ body }) => body.verdict !== "pass");
  const names = open.map(({ body }) => body.gate);
  if (names.length === 0) return [verdict === "fail" ? "a gate fails" : "too little evidence"];
  const more = names.length > 1 ? ` and ${names.length - 1} more` : "";
  return [`${open[0]!.body.verdict === "fail" ? "fails" : "too little evidence for"} ${names[0]}${more}`];
}

/** A version's first time as champion merges its branch; one that comes back, or whose run is folded, is a commit that says why. */
function championAct(
  { versions }: LifeView,
  model: string,
  move: EventOf<"alias.moved">,
  branchOf: ReadonlyMap<string, string>,
  merged: Set<string>,
): GitAct {
  const { version, reason } = move.body;
  const run = versions.find((row) => row.version === version)?.run;
  const branch = run === undefined ? undefined : branchOf.get(run);
  const tag = `${model}@${version}`;
  if (branch !== undefined && !merged.has(branch)) {
    merged.add(branch);
    return { act: "merge", branch, tags: [tag] };
  }
  if (isRollback(move)) return { act: "commit", text: `back to ${tag}: ${shortened(reason)}`, look: "reverse" };
  return { act: "commit", text: `${tag} goes live: ${shortened(reason)}`, look: "highlight" };
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= 40 ? text : `${characters.slice(0, 39).join("")}…`;
}
