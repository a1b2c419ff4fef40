import type { PortableSpec } from "../../workflow/index.ts";
import { personText } from "../declared-words.ts";
import type { GraphState, StateGraph, Transition } from "../mermaid/state-graph.ts";
import type { PartState } from "../mermaid/states.ts";
import { identifier } from "../mermaid/text.ts";
import type { LifeView } from "../subject.ts";
import { medianLine, times } from "./states-of-runs.ts";
import { type Way, type Ways, waysOf } from "./version-ways.ts";

/** What becomes of a fitted model: refused, or a version with a life of its own. States that nobody reached are drawn as planned. */
export function versionStates(spec: PortableSpec, life: LifeView | null, fold: number): StateGraph {
  const ways = waysOf(life);
  const rollout = rolloutStates(spec);
  const others = otherAliases(life, fold);
  const states: GraphState[] = [
    state("candidate", ["candidate"], ways.candidates),
    state("refused", ["refused", "an alert says why"], sum(ways.failed, ways.undecided), "failed"),
    state("registered", ["registered"], ways.registered),
    state("staging", ["staging", ...now(life, "staging")], ways.staging),
    ...rollout,
    ...others.map(({ id, alias, way }) => state(id, [alias, ...now(life, alias)], way)),
    state("champion", ["champion", "answers requests", ...now(life, "champion")], ways.champion),
    state("superseded", ["superseded"], sum(ways.superseded, ways.replaced), "skipped"),
    state("rolled_back", ["rolled back"], ways.rolledBack, "warned"),
  ];
  return {
    states,
    transitions: [
      edge("run", "candidate", "a model is fitted and measured", ways.candidates, "run"),
      { from: "candidate", to: "refused", lines: refusals(ways) },
      { from: "candidate", to: "registered", lines: registrations(ways) },
      edge("registered", "staging", "", ways.staging),
      ...toChampion(rollout, ways),
      ...others.map(({ id, way }) => edge("registered", id, "", way)),
      edge("champion", "superseded", "a newer one takes over", ways.superseded),
      edge("champion", "rolled_back", "an older one comes back", ways.rolledBack),
      ...ifSeen(edge("staging", "superseded", "a newer one came before it went live", ways.replaced), ways.replaced),
      edge("superseded", "champion", "comes back", ways.returned),
      ...ifSeen(edge("rolled_back", "champion", "goes live again", ways.retried), ways.retried),
    ],
  };
}

function refusals({ failed, undecided }: Ways): string[] {
  return [...edgeLines("a gate fails", failed, "run"), ...edgeLines("too little evidence", undecided, "run")];
}

function registrations({ registered, again }: Ways): string[] {
  const repeated = again === null || again.count === 0 ? [] : edgeLines("the same model again", again, "run");
  return [...edgeLines("every gate passes", registered, "version"), ...repeated];
}

/** Through the declared rollout; the log knows nothing of its parts yet, but whether a version became champion. */
function toChampion(rollout: readonly GraphState[], ways: Ways): Transition[] {
  if (rollout.length === 0) return [edge("staging", "champion", "at once", ways.champion)];
  const chain = ["staging", ...rollout.map(({ id }) => id), "champion"];
  const planned = chain.slice(1).map((to, i): Transition => ({ from: chain[i]!, to, lines: ["declared"] }));
  return [...planned, ...ifSeen(edge("staging", "champion", "moved by hand", ways.champion), ways.champion)];
}

function rolloutStates(spec: PortableSpec): GraphState[] {
  const { shadow, approval, canary } = spec.rollout ?? {};
  const planned = (id: string, lines: string[]): GraphState => ({ id, lines, look: "planned" });
  return [
    ...(shadow === undefined ? [] : [planned("shadow", [`shadow for ${shadow}`, "sees traffic, answers nobody"])]),
    ...(approval === undefined ? [] : [planned("approval", ["awaiting approval", `by ${personText(spec, approval)}`])]),
    ...(canary === undefined
      ? []
      : [planned("canary", ["canary", canary.map((percent) => `${percent} %`).join(", ")])]),
  ];
}

/** Aliases that people made up, each a state; the last is for all that don't fit. */
function otherAliases(life: LifeView | null, fold: number): { id: string; alias: string; way: Way }[] {
  const versions = new Map<string, Set<number>>();
  for (const { body } of life?.moves ?? []) {
    if (body.alias === "staging" || body.alias === "champion") continue;
    versions.set(body.alias, (versions.get(body.alias) ?? new Set()).add(body.version));
  }
  const names = [...versions.keys()];
  const wayOf = (wanted: readonly string[]): Way => ({
    count: new Set(wanted.flatMap((alias) => [...versions.get(alias)!])).size,
    medianMs: null,
  });
  const shown = names.length <= fold ? names : names.slice(0, fold - 1);
  const rest = names.slice(shown.length);
  return [
    ...shown.map((alias) => ({ id: identifier(alias), alias, way: wayOf([alias]) })),
    ...(rest.length === 0 ? [] : [{ id: "other_aliases", alias: `${rest.length} other aliases`, way: wayOf(rest) }]),
  ];
}

function now(life: LifeView | null, wanted: string): string[] {
  const row = life?.aliases.find(({ alias }) => alias === wanted);
  return row === undefined ? [] : [`now version ${row.version}`];
}

function state(id: string, lines: readonly string[], way: Way | null, look: PartState = "done"): GraphState {
  return { id, lines, look: way === null || way.count === 0 ? "planned" : look };
}

function edge(from: string, to: string, label: string, way: Way | null, noun = "version"): Transition {
  return { from, to, lines: [...edgeLines(label, way, noun), ...medianLine(way?.medianMs)] };
}

function edgeLines(label: string, way: Way | null, noun: string): string[] {
  return [label, ...times(way?.count, noun)];
}

function ifSeen(transition: Transition, way: Way | null): Transition[] {
  return way === null || way.count === 0 ? [] : [transition];
}

function sum(a: Way | null, b: Way | null): Way | null {
  return a === null || b === null ? null : { count: a.count + b.count, medianMs: null };
}
