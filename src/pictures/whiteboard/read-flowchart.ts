import type { DrawnEdge, DrawnNode, FlowchartDrawing } from "./drawing.ts";
import { type DrawingText, decoded, deepestNesting, mostEdges, shortened } from "./drawing-text.ts";
import { FlowchartScanner, type ScannedNode } from "./flowchart-scanner.ts";

interface Reading {
  readonly scanner: FlowchartScanner;
  readonly nodes: Map<string, DrawnNode>;
  readonly edges: DrawnEdge[];
  /** Subgraphs that are open, outermost first. */
  readonly open: { readonly id: string; readonly line: number }[];
  readonly groups: Set<string>;
  title: string | null;
}

/** Statements of looks and links; a pipeline is the same without them. */
const silent = new Set(["classdef", "class", "style", "linkstyle", "click", "direction"]);
const fixSubgraph = 'Close the subgraph with "end", each "end" closes one.';

/** Reads the text after `flowchart` or `graph`. @throws DRAWING_LINE_UNREADABLE, DRAWING_TOO_LARGE */
export function readFlowchart(source: DrawingText): FlowchartDrawing {
  const scanner = new FlowchartScanner(source);
  const reading: Reading = { scanner, nodes: new Map(), edges: [], open: [], groups: new Set(), title: source.title };
  readDirection(scanner);
  for (scanner.skipToStatement(); !scanner.isAtEnd; scanner.skipToStatement()) readStatement(reading);
  const left = reading.open.at(-1);
  if (left !== undefined) {
    throw scanner.unreadable(`an "end" for the subgraph "${shortened(left.id)}" of line ${left.line}`, fixSubgraph);
  }
  return { kind: "flowchart", title: reading.title, nodes: nodesOf(reading), edges: reading.edges };
}

/** An arrow may name a subgraph before or after it is drawn: that makes it no box. */
function nodesOf({ nodes, groups }: Reading): DrawnNode[] {
  return [...nodes.values()].filter(({ id }) => !groups.has(id));
}

function readDirection(scanner: FlowchartScanner): void {
  scanner.skipBlanks();
  const found = /^(?:TB|TD|BT|RL|LR|[<>^v])(?=[\s;]|$)/.exec(scanner.text.slice(scanner.at, scanner.at + 3));
  if (found !== null) scanner.at += found[0].length;
}

function readStatement(reading: Reading): void {
  const { scanner } = reading;
  const word = scanner.peekWord().toLowerCase();
  if (word === "subgraph") openGroup(reading);
  else if (word === "end") closeGroup(reading);
  else if (silent.has(word)) skipStatement(scanner, word);
  else if (word === "acctitle" || word === "accdescr") skipDescription(scanner);
  else if (word === "title") {
    const said = scanner.restOfLine().slice("title".length).replace(/^\s*:/, "");
    reading.title = decoded(said) || reading.title;
  } else readChain(reading);
}

/** `A & B -->|yes| C --> D` */
function readChain(reading: Reading): void {
  const { scanner } = reading;
  const line = scanner.line;
  let sources = readNodes(reading);
  for (scanner.skipBlanks(); !scanner.isAtStop; scanner.skipBlanks()) {
    const label = scanner.link();
    if (label === null)
      throw scanner.unreadable("an arrow or the end of the line", 'Write "A --> B" or "A -->|yes| B".');
    scanner.skipBlanks();
    const targets = readNodes(reading);
    if (reading.edges.length + sources.length * targets.length > mostEdges) {
      throw scanner.tooLarge(`${mostEdges.toLocaleString("en-US")} arrows`, "more");
    }
    for (const from of sources) for (const to of targets) reading.edges.push({ from, to, label, line });
    sources = targets;
  }
}

function readNodes(reading: Reading): string[] {
  const { scanner } = reading;
  const ids: string[] = [];
  for (;;) {
    ids.push(addNode(reading, scanner.node()));
    scanner.skipBlanks();
    if (!scanner.startsWith("&")) return ids;
    scanner.at++;
    scanner.skipBlanks();
  }
}

function addNode(reading: Reading, { id, label, isDecision, line }: ScannedNode): string {
  const known = reading.nodes.get(id);
  if (known === undefined && reading.scanner.edgeIds.has(id)) return id;
  if (known === undefined) {
    if (reading.nodes.size >= mostEdges) {
      throw reading.scanner.tooLarge(`${mostEdges.toLocaleString("en-US")} nodes`, "more");
    }
    const groups = reading.open.map(({ id }) => id);
    reading.nodes.set(id, { id, label: label ?? decoded(id), line, isDecision, groups });
  } else if (label !== null) {
    reading.nodes.set(id, { ...known, label, isDecision: isDecision || known.isDecision });
  }
  return id;
}

function openGroup({ scanner, open, groups }: Reading): void {
  const { line } = scanner;
  if (open.length >= deepestNesting) throw scanner.tooLarge(`subgraphs nested ${deepestNesting} deep`, "one more");
  const said = scanner.restOfLine().slice("subgraph".length).trim();
  const bracket = said.indexOf("[");
  const id = (bracket < 0 ? said : said.slice(0, bracket)).trim().replace(/^"([^"]*)"$/, "$1");
  open.push({ id, line });
  groups.add(id);
}

function closeGroup({ scanner, open }: Reading): void {
  if (open.pop() === undefined) throw scanner.unreadable('an open subgraph before "end"', fixSubgraph);
  scanner.at += "end".length;
}

function skipStatement(scanner: FlowchartScanner, word: string): void {
  // An address may hold a ";".
  if (word === "click") scanner.restOfLine();
  else while (!scanner.isAtStop) scanner.at++;
}

/** `accDescr: …`, or `accDescr { … }` over several lines. */
function skipDescription(scanner: FlowchartScanner): void {
  const line = scanner.restOfLine();
  if (!line.includes("{") || line.includes("}")) return;
  const end = scanner.text.indexOf("}", scanner.at);
  scanner.at = end < 0 ? scanner.text.length : end + 1;
}
