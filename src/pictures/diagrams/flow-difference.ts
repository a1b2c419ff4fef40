import type { FlowEdge, FlowGraph, FlowGroup, FlowNode } from "../mermaid/flow-graph.ts";

/**
 * Two graphs as one: boxes that say the same in both are plain, others show what they said before and say now, boxes that
 * only one of them has are marked. How long something took is no difference.
 */
export function flowDifference(before: FlowGraph, after: FlowGraph): FlowGraph {
  const groups = paired(before.groups, after.groups, ({ id }) => id);
  return {
    groups: groups.map(([old, now]) => groupDifference(old, now)),
    edges: edgesOfBoth(before.edges, after.edges),
  };
}

function groupDifference(before: FlowGroup | undefined, after: FlowGroup | undefined): FlowGroup {
  const { id, title } = (after ?? before)!;
  return {
    id,
    title,
    nodes: paired(before?.nodes ?? [], after?.nodes ?? [], (node) => node.id).map(([old, now]) =>
      nodeDifference(old, now),
    ),
    edges: edgesOfBoth(before?.edges ?? [], after?.edges ?? []),
  };
}

function nodeDifference(before: FlowNode | undefined, after: FlowNode | undefined): FlowNode {
  const { remark: _, ...node } = (after ?? before)!;
  if (before === undefined) return { ...node, state: "added" };
  if (after === undefined) return { ...node, state: "removed" };
  const isSame = before.lines.join("\n") === after.lines.join("\n") && outcome(before) === outcome(after);
  if (isSame) return { ...node, state: "planned" };
  const [title = "", ...now] = after.lines;
  const old = before.lines.slice(1);
  const lines = [
    title,
    ...old.filter((line) => !now.includes(line)).map((line) => `was: ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `now: ${line}`),
    ...(outcome(before) === outcome(after) ? [] : [`${outcome(before)}, then ${outcome(after)}`]),
  ];
  return { ...node, lines, state: "changed" };
}

/** Whether a step was done or its result reused is no difference in what came of it. */
function outcome({ state }: FlowNode): string {
  return state === "reused" ? "done" : state;
}

function edgesOfBoth(before: readonly FlowEdge[], after: readonly FlowEdge[]): FlowEdge[] {
  const nameOf = ({ from, to, label }: FlowEdge): string => `${from} ${to} ${label ?? ""}`;
  return paired(before, after, nameOf).map(([old, now]) => {
    const edge = (now ?? old)!;
    const isPlain = old !== undefined && now !== undefined && old.kind === now.kind && edge.kind !== "not-taken";
    return isPlain && edge.kind === "taken" ? { ...edge, kind: "possible" } : edge;
  });
}

/** Members of both lists by name: in the order of the second, what only the first has after its neighbours. */
function paired<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (member: T) => string,
): (readonly [before: T | undefined, after: T | undefined])[] {
  const old = new Map(before.map((member) => [nameOf(member), member]));
  const names = new Set(after.map(nameOf));
  const pairs: (readonly [T | undefined, T | undefined])[] = after.map((now) => [old.get(nameOf(now)), now]);
  before.forEach((member, i) => {
    if (!names.has(nameOf(member))) pairs.splice(Math.min(i, pairs.length), 0, [member, undefined]);
  });
  return pairs;
}
