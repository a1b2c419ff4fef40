import { brokenLines, restOfLine } from "./text.ts";

/** Lines of a sequence diagram. Participants are words of ours; what they say may hold anything. */

/** Someone who takes part, in the order from left to right; people are drawn as people. */
export interface Party {
  readonly id: string;
  readonly isPerson: boolean;
  readonly lines: readonly string[];
}

/** "participant pipeline as Pipeline". */
export function partyLine({ id, isPerson, lines }: Party): string {
  return `  ${isPerson ? "actor" : "participant"} ${id} as ${brokenLines(lines)}`;
}

/** Asks and waits for the answer. */
export function call(from: string, to: string, text: string): string {
  return `  ${from}->>${to}: ${brokenLines(wrapped(text))}`;
}

/** Answers who asked. */
export function answer(from: string, to: string, text: string): string {
  return `  ${from}-->>${to}: ${brokenLines(wrapped(text))}`;
}

/** Hands over a job and doesn't wait for it. */
export function job(from: string, to: string, text: string): string {
  return `  ${from}-)${to}: ${brokenLines(wrapped(text))}`;
}

/** Says that a job is done. */
export function jobDone(from: string, to: string, text: string): string {
  return `  ${from}--)${to}: ${brokenLines(wrapped(text))}`;
}

/** Ends in failure. */
export function failure(from: string, to: string, text: string): string {
  return `  ${from}-x${to}: ${brokenLines(wrapped(text))}`;
}

/** A remark over one or two participants. */
export function note(over: string | readonly [string, string], lines: readonly string[]): string {
  return `  Note over ${typeof over === "string" ? over : over.join(",")}: ${brokenLines(lines.flatMap(wrapped))}`;
}

/** What happens again and again. */
export function loop(title: string, lines: readonly string[]): string[] {
  return [`  loop ${restOfLine(title)}`, ...lines.map(indented), "  end"];
}

/** One of several ways, each with its condition. */
export function either(branches: readonly { readonly when: string; readonly lines: readonly string[] }[]): string[] {
  return [
    ...branches.flatMap(({ when, lines }, i) => [
      `  ${i === 0 ? "alt" : "else"} ${restOfLine(when)}`,
      ...lines.map(indented),
    ]),
    "  end",
  ];
}

/** What happens only sometimes. */
export function option(when: string, lines: readonly string[]): string[] {
  return [`  opt ${restOfLine(when)}`, ...lines.map(indented), "  end"];
}

/** Mermaid draws a message as one line, however long, over all that stands beside it. */
const widest = 64;

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < widest) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines - 1), "…"];
}

const mostLines = 4;

function indented(line: string): string {
  return `  ${line}`;
}
