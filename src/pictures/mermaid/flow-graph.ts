import { type PartState, stateStyles } from "./states.ts";
import { quoted, quotedLines } from "./text.ts";

/** A box of a flowchart. Its id is a word of ours, never a user's. */
export interface FlowNode {
  readonly id: string;
  readonly shape: "step" | "decision" | "store" | "outcome" | "person";
  readonly lines: readonly string[];
  /** A last line of its own: how long it took. Two pictures that differ in nothing else are the same. */
  readonly remark?: string | undefined;
  readonly state: PartState;
}

/** An arrow. `taken` ones are drawn thick, `possible` ones plain, those `not-taken` dotted; `feedback` goes back, dotted. */
export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string | undefined;
  readonly kind: "taken" | "possible" | "not-taken" | "feedback";
}

/** A row of boxes with a name; arrows within it join its boxes, arrows of the graph join rows. */
export interface FlowGroup {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

/** Rows of boxes, from top to bottom. */
export interface FlowGraph {
  readonly groups: readonly FlowGroup[];
  readonly edges: readonly FlowEdge[];
}

const shapes: Readonly<Record<FlowNode["shape"], readonly [open: string, close: string]>> = {
  step: ["[", "]"],
  decision: ["{", "}"],
  store: ["[(", ")]"],
  outcome: ["([", "])"],
  person: ["[/", "/]"],
};

/** A diamond grows with the square of its lines. */
const wideDecision = ["{{", "}}"] as const;

const arrows: Readonly<Record<FlowEdge["kind"], string>> = {
  taken: "==>",
  possible: "-->",
  "not-taken": "-.->",
  feedback: "-.->",
};

/**
 * Mermaid's text. Mermaid keeps a row's own direction only while no arrow joins one of its boxes to a box outside. It takes
 * rows from the last to the first when it looks for the arrows that go back, so rows are written from the last to the first.
 */
export function flowchartLines({ groups, edges }: FlowGraph): string[] {
  const states = groups.flatMap(({ nodes }) => nodes.map(({ state }) => state));
  return [
    "flowchart TB",
    ...[...groups].reverse().flatMap(groupLines),
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    ...stateStyles(states),
    ...groups.map(({ id }) => `  style ${id} fill:none,stroke:#c3c9d1`),
  ];
}

function groupLines({ id, title, nodes, edges }: FlowGroup): string[] {
  return [
    `  subgraph ${id}[${quoted(title)}]`,
    "    direction LR",
    ...nodes.map((node) => `    ${nodeLine(node)}`),
    ...edges.map((edge) => `    ${edgeLine(edge)}`),
    "  end",
  ];
}

function nodeLine({ id, shape, lines, remark, state }: FlowNode): string {
  const said = [...lines, remark ?? ""];
  const [open, close] = shape === "decision" && said.length > 4 ? wideDecision : shapes[shape];
  return `${id}${open}${quotedLines(said)}${close}:::${state}`;
}

function edgeLine({ from, to, label, kind }: FlowEdge): string {
  return `${from} ${arrows[kind]}${label === undefined ? "" : `|${quoted(label)}|`} ${to}`;
}
