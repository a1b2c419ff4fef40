import { type PartState, stateStyles } from "./states.ts";
import { bare } from "./text.ts";

/** A state. Its id is a word of ours, never a user's. */
export interface GraphState {
  readonly id: string;
  readonly lines: readonly string[];
  readonly look: PartState;
  /** States that it is made of. */
  readonly inner?: StateGraph;
}

/** From one state to another; "[*]" is where all begins, or ends. */
export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
}

/** States and the ways between them. */
export interface StateGraph {
  readonly states: readonly GraphState[];
  readonly transitions: readonly Transition[];
}

/** Mermaid's text of a state diagram, from top to bottom. */
export function stateDiagramLines(graph: StateGraph): string[] {
  const states = everyState(graph);
  return [
    "stateDiagram-v2",
    ...graphLines(graph, "  "),
    ...stateStyles(states.map(({ look }) => look)),
    // Mermaid paints the words of a state that is made of others over its frame.
    ...states.filter(({ inner }) => inner === undefined).map(({ id, look }) => `  class ${id} ${look}`),
  ];
}

function graphLines({ states, transitions }: StateGraph, indent: string): string[] {
  return [
    ...states.flatMap((state) => stateLines(state, indent)),
    ...transitions.map((transition) => `${indent}${transitionLine(transition)}`),
  ];
}

function stateLines({ id, lines, inner }: GraphState, indent: string): string[] {
  const name = `state "${broken(lines)}" as ${id}`;
  if (inner === undefined) return [`${indent}${name}`];
  return [`${indent}${name} {`, ...graphLines(inner, `${indent}  `), `${indent}}`];
}

function transitionLine({ from, to, lines }: Transition): string {
  const said = lines.filter((line) => line !== "");
  return `${from} --> ${to}${said.length === 0 ? "" : `: ${broken(said)}`}`;
}

/** Names and labels are read up to a colon, a brace or a bracket: what isn't ours must not hold any. */
function broken(lines: readonly string[]): string {
  return lines.map(bare).join("<br/>");
}

function everyState({ states }: StateGraph): GraphState[] {
  return states.flatMap((state) => [state, ...(state.inner === undefined ? [] : everyState(state.inner))]);
}
