import type { StoredEvent } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { type EventOf, eventsOf } from "../events-of.ts";
import { branchNames, type CommitLook, type GitAct } from "../mermaid/git-graph.ts";
import { metricOf } from "../metric-of.ts";
import type { LifeRun, LifeWith } from "../subject.ts";
import { championTenures, isRollback } from "../version-life.ts";
import { count, counted, figure } from "../words.ts";

/** A run that is shown with all that is told of it. */
interface Experiment {
  readonly row: LifeRun;
  readonly branch: string;
  readonly events: readonly StoredEvent[];
  /** Versions that it registered, and those of them that were ever the champion. */
  readonly versions: readonly number[];
  readonly live: ReadonlySet<number>;
}

/** Acts with their place in the log. */
interface Told {
  readonly seq: number;
  readonly acts: readonly GitAct[];
}

/** A life as work with git: what is on main is, or was, the champion. */
export function experimentActs(life: LifeWith<"newest">, model: string, spec: PortableSpec, fold: number): GitAct[] {
  const surplus = life.runs.length - fold;
  const folded = surplus <= 0 ? [] : life.runs.slice(0, Math.min(surplus + 1, life.runs.length - 1));
  const shown = life.runs.slice(folded.length);
  // What happened before the first run that is shown is one commit, rollbacks and all.
  const begin = folded.length === 0 ? 0 : shown[0]!.seq;
  const moves = life.moves.filter(({ body }) => body.alias === "champion");
  const early = moves.filter(({ seq }) => seq < begin);
  const experiments = experimentsOf(life, shown);
  const told: Told[] = [
    ...experiments.map((one) => ({ seq: one.row.seq, acts: runActs(one, spec, shown.length) })),
    ...championActs(moves.slice(early.length), life, model, experiments),
  ];
  return [
    { act: "commit", text: "declared" },
    ...(folded.length === 0 ? [] : [foldedAct(early, model, folded)]),
    ...told.sort((a, b) => a.seq - b.seq).flatMap(({ acts }) => acts),
  ];
}

function experimentsOf(life: LifeWith<"newest">, shown: readonly LifeRun[]): Experiment[] {
  const names = branchNames(shown.map(nameOf));
  const events = new Map<string | null, StoredEvent[]>(shown.map(({ id }) => [id, []]));
  for (const event of life.newest) events.get(event.run)?.push(event);
  const versions = new Map<string, number[]>(shown.map(({ id }) => [id, []]));
  for (const { run, version } of life.versions) if (run !== null) versions.get(run)?.push(version);
  const live = new Set(championTenures(life.moves).map(({ version }) => version));
  return shown.map((row, i) => ({
    row,
    branch: names[i]!,
    events: events.get(row.id)!,
    versions: versions.get(row.id)!,
    live,
  }));
}

/** The note, or as much of the id as people need to find the run. */
function nameOf({ id, note }: LifeRun): string {
  return note === null || note.trim() === "" ? id.replace(/^(\d{8}-\d{6})-.*$/, "$1") : note;
}

/** Older runs as one commit, with the champion that they left behind as its tag. */
function foldedAct(moves: readonly EventOf<"alias.moved">[], model: string, runs: readonly LifeRun[]): GitAct {
  const tenures = championTenures(moves);
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
function runActs(experiment: Experiment, spec: PortableSpec, runs: number): GitAct[] {
  const { events, branch } = experiment;
  const chosen = eventsOf(events, "candidate.chosen").at(-1)?.body;
  const others =
    runs <= 4
      ? bestTrials(events, metricOf(spec).greaterIsBetter).filter(({ estimator }) => estimator !== chosen?.estimator)
      : [];
  return [
    { act: "branch", branch },
    ...others.slice(0, 3).map(({ estimator, score }): GitAct => ({ act: "commit", text: trialText(estimator, score) })),
    ...(chosen === undefined ? [] : [{ act: "commit" as const, text: trialText(chosen.estimator, chosen.score) }]),
    endCommit(experiment, spec),
    { act: "checkout", branch: "main" },
  ];
}

function bestTrials(events: readonly StoredEvent[], greaterIsBetter: boolean): EventOf<"trial.finished">["body"][] {
  const sign = greaterIsBetter ? 1 : -1;
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
function endCommit({ row, events, versions, live }: Experiment, spec: PortableSpec): GitAct {
  const measured = eventsOf(events, "model.evaluated").at(-1)?.body.metrics[spec.problem.metric]?.value;
  const test = measured == null ? "" : `, ${metricOf(spec).label} ${figure(measured)} on test`;
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
  if (versions.length === 0) return end("passed again", ["no new version"]);
  return end(
    "passed",
    versions.filter((version) => !live.has(version)).map((version) => `version ${version}, never live`),
    "highlight",
  );
}

function codeOf({ error }: LifeRun): string {
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
function championActs(
  moves: readonly EventOf<"alias.moved">[],
  { versions }: LifeWith<"newest">,
  model: string,
  experiments: readonly Experiment[],
): Told[] {
  const branches = new Map(experiments.map(({ row, branch }) => [row.id, branch]));
  const runOf = new Map(versions.map(({ version, run }) => [version, run]));
  const merged = new Set<string>();
  return moves.map((move) => {
    const { version, reason } = move.body;
    const branch = branches.get(runOf.get(version) ?? "");
    const tag = `${model}@${version}`;
    if (branch !== undefined && !merged.has(branch)) {
      merged.add(branch);
      return { seq: move.seq, acts: [{ act: "merge", branch, tags: [tag] }] };
    }
    const text = isRollback(move) ? `back to ${tag}: ${shortened(reason)}` : `${tag} goes live: ${shortened(reason)}`;
    return { seq: move.seq, acts: [{ act: "commit", text, look: isRollback(move) ? "reverse" : "highlight" }] };
  });
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= 40 ? text : `${characters.slice(0, 39).join("")}…`;
}
