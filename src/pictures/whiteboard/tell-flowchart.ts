import type { DrawnEdge, DrawnNode, FlowchartDrawing } from "./drawing.ts";
import { findParts } from "./find-parts.ts";
import { isVerdict } from "./judge-choice.ts";
import type { PartKind } from "./parts.ts";
import type { Choice, Loop, Place, Told } from "./telling.ts";

/** The arrows of a flowchart, by the node that they leave. */
interface Graph {
  readonly nodes: ReadonlyMap<string, DrawnNode>;
  readonly leaving: ReadonlyMap<string, readonly DrawnEdge[]>;
  /** The same without those that lead back. */
  readonly forward: ReadonlyMap<string, readonly DrawnEdge[]>;
  readonly back: ReadonlySet<DrawnEdge>;
  /** Every node once, each after all that lead to it. */
  readonly order: readonly DrawnNode[];
}

/** With more diamonds than this, only the first ones' branches are told apart. */
const mostChoices = 200;
/** Of a subgraph with more first or last boxes, the first ones stand for all. */
const mostEnds = 4;

/** What a flowchart says, in the order of its arrows: a box is a step, a diamond a choice, an arrow back a loop. */
export function tellFlowchart(drawing: FlowchartDrawing): Told[] {
  const graph = graphOf(drawing);
  const places = new Map<string, Place>();
  const told: Told[] = [];
  let choices = 0;
  for (const node of graph.order) {
    const place = places.get(node.id) ?? [];
    const exits = exitsOf(graph, node);
    if (!isChoice(node, exits) || choices >= mostChoices) {
      told.push(stepOf(node, place));
      for (const edge of exits) told.push(...alongArrow(graph, edge, place));
      continue;
    }
    choices++;
    const branches = exits.map(({ label, line }) => ({ line, label }));
    const choice: Choice = { type: "choice", kind: "decision", line: node.line, text: node.label, branches, place };
    told.push(choice);
    for (const [branch, id] of ownNodes(graph, exits)) {
      places.set(id, [...(places.get(id) ?? []), { within: "branch", choice, branch }]);
    }
    for (const [branch, edge] of exits.entries()) {
      if (graph.back.has(edge)) told.push(loopOf(graph, edge, [...place, { within: "branch", choice, branch }]));
    }
  }
  return told;
}

function isChoice(node: DrawnNode, exits: readonly DrawnEdge[]): boolean {
  if (exits.length === 0) return false;
  return node.isDecision || (exits.length > 1 && exits.every(({ label }) => isVerdict(label)));
}

/** Arrows back count as ways out of a diamond: "no" often leads to an earlier box. */
function exitsOf({ leaving }: Graph, { id }: DrawnNode): readonly DrawnEdge[] {
  return leaving.get(id) ?? [];
}

function stepOf({ line, label }: DrawnNode, place: Place): Told {
  return { type: "utterance", kind: "step", line, text: label, from: null, to: null, place };
}

/** The words on an arrow out of a box say what goes along it, like an answer; an arrow back is a loop. */
function alongArrow(graph: Graph, edge: DrawnEdge, place: Place): Told[] {
  if (graph.back.has(edge)) return [loopOf(graph, edge, place)];
  const { label: text, line } = edge;
  if (text === "") return [];
  return [{ type: "utterance", kind: "reply", line, text, from: null, to: null, place }];
}

function loopOf({ nodes }: Graph, { to, label, line }: DrawnEdge, place: Place): Loop {
  const target = nodes.get(to)?.label ?? to;
  return { type: "loop", line, text: label, backTo: target, place };
}

/** Nodes that only one way out of a diamond leads to, with the number of that way. */
function* ownNodes({ forward, back }: Graph, exits: readonly DrawnEdge[]): Iterable<[branch: number, id: string]> {
  const reached = new Map<string, number | null>();
  for (const [branch, exit] of exits.entries()) {
    if (back.has(exit)) continue;
    const waiting = [exit.to];
    const seen = new Set(waiting);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const other = reached.get(id);
      reached.set(id, other === undefined || other === branch ? branch : null);
      for (const edge of forward.get(id) ?? []) {
        if (seen.has(edge.to)) continue;
        seen.add(edge.to);
        waiting.push(edge.to);
      }
    }
  }
  for (const [id, branch] of reached) if (branch !== null) yield [branch, id];
}

function graphOf({ nodes, edges: drawn }: FlowchartDrawing): Graph {
  const edges = betweenBoxes(nodes, drawn);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const leaving = new Map<string, DrawnEdge[]>();
  for (const edge of edges) {
    if (!byId.has(edge.from) || !byId.has(edge.to)) continue;
    const others = leaving.get(edge.from);
    if (others === undefined) leaving.set(edge.from, [edge]);
    else others.push(edge);
  }
  const back = new Set(edgesBackTo(startOf(nodes), edges, leaving));
  const entered = new Set(edges.filter((edge) => !back.has(edge)).map(({ to }) => to));
  const state = new Map<string, "open" | "done">();
  const visited = { leaving, byId, state, back };
  // Last start first: the order is read backwards, so that what was drawn first leads.
  const reached: DrawnNode[] = [];
  for (const { id } of nodes.filter(({ id }) => !entered.has(id)).reverse())
    visit(id, { ...visited, finished: reached });
  const order = reached.reverse();
  for (const { id } of nodes) {
    if (state.has(id)) continue;
    const ring: DrawnNode[] = [];
    visit(id, { ...visited, finished: ring });
    order.push(...ring.reverse());
  }
  const forward = new Map([...leaving].map(([id, out]) => [id, out.filter((edge) => !back.has(edge))]));
  return { nodes: byId, leaving, forward, back, order };
}

/** An arrow between subgraphs goes from the last boxes of one to the first of the other. */
function betweenBoxes(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[]): DrawnEdge[] {
  const boxes = new Set(nodes.map(({ id }) => id));
  const members = new Map<string, string[]>();
  for (const { id, groups } of nodes)
    for (const group of groups) members.set(group, [...(members.get(group) ?? []), id]);
  const ends = (group: string, end: "from" | "to"): string[] => {
    const inside = new Set(members.get(group));
    const used = new Set(edges.filter(({ from, to }) => inside.has(from) && inside.has(to)).map((edge) => edge[end]));
    return [...inside].filter((id) => !used.has(id)).slice(0, mostEnds);
  };
  return edges.flatMap((edge) => {
    if (boxes.has(edge.from) && boxes.has(edge.to)) return [edge];
    const froms = boxes.has(edge.from) ? [edge.from] : ends(edge.from, "from");
    const tos = boxes.has(edge.to) ? [edge.to] : ends(edge.to, "to");
    return froms.flatMap((from) => tos.map((to) => ({ ...edge, from, to })));
  });
}

/** Where a pipeline begins that begins again: where it is set off or data comes in, else where it was drawn first. */
function startOf(nodes: readonly DrawnNode[]): string {
  const heard = { kind: "step", from: null, to: null, before: new Set<PartKind>() } as const;
  const begins = (part: PartKind) =>
    nodes.find(({ label }) => findParts({ ...heard, text: label }).some((one) => one.part === part));
  return (begins("trigger") ?? begins("fetch") ?? nodes[0])?.id ?? "";
}

/** Arrows to the start of a ring from what follows it lead back. */
function edgesBackTo(
  first: string,
  edges: readonly DrawnEdge[],
  leaving: ReadonlyMap<string, readonly DrawnEdge[]>,
): DrawnEdge[] {
  const waiting = [first];
  const seen = new Set(waiting);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const { to } of leaving.get(id) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      waiting.push(to);
    }
  }
  return edges.filter(({ from, to }) => to === first && seen.has(from));
}

interface Visit {
  readonly leaving: ReadonlyMap<string, readonly DrawnEdge[]>;
  readonly byId: ReadonlyMap<string, DrawnNode>;
  readonly state: Map<string, "open" | "done">;
  readonly back: Set<DrawnEdge>;
  readonly finished: DrawnNode[];
}

/** Depth first, with a stack of its own: a drawing may be longer than the engine's. Last arrows first, so that first ones lead. */
function visit(start: string, { leaving, byId, state, back, finished }: Visit): void {
  const path: { id: string; left: DrawnEdge[] }[] = [{ id: start, left: [...(leaving.get(start) ?? [])] }];
  state.set(start, "open");
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const edge = top.left.pop();
    if (edge === undefined) {
      state.set(top.id, "done");
      finished.push(byId.get(top.id)!);
      path.pop();
    } else if (back.has(edge)) continue;
    else if (state.get(edge.to) === "open") back.add(edge);
    else if (!state.has(edge.to)) {
      state.set(edge.to, "open");
      path.push({ id: edge.to, left: [...(leaving.get(edge.to) ?? [])] });
    }
  }
}
