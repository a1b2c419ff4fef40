import pc from "picocolors";
import type { Sketch } from "../pictures/index.ts";

/** What was understood of a drawing, for people: its parts with their lines, what was guessed and what is left to say. */
export function sketchLines(
  { kind, participants, parts, gate }: Sketch,
  drawing: string,
  { guessed, left }: { readonly guessed: readonly string[]; readonly left: readonly string[] },
): string[] {
  const name = kind === "sequence" ? "a sequence diagram" : "a flowchart";
  const people = participants.length === 0 ? "" : `, ${participants.length} participants`;
  const width = String(Math.max(...parts.map(({ line }) => line))).length;
  return [
    `${drawing}: ${name}${people}`,
    ...participants.map(
      ({ label, role, person }) =>
        `  ${label}: ${role}${person === null || label.includes(person) ? "" : ` (${person})`}`,
    ),
    "understood:",
    ...parts.map(({ line, part, text, between, isSure, side }) => {
      const where = [
        ...(between === null ? [] : [between]),
        ...(side === null ? [] : [`where it ${side === "pass" ? "passes" : "fails"}`]),
      ];
      const about = where.length === 0 ? "" : pc.dim(` (${where.join(", ")})`);
      return `  line ${String(line).padStart(width)}  ${part.padEnd(9)} ${text}${about}${isSure ? "" : pc.dim(" (guessed)")}`;
    }),
    ...(gate?.metric == null
      ? []
      : [
          `the decision: ${gate.metric.value}${gate.minimum === null ? "" : `, minimum ${gate.minimum.value}`}${gate.goal === null ? "" : `, goal ${gate.goal.value}`}`,
        ]),
    ...section("guessed:", guessed),
    ...section("left to say:", left),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}
