import { bare } from "./text.ts";

/** A stretch of a journey, with what is done in it. */
export interface JourneySection {
  readonly title: string;
  readonly tasks: readonly JourneyTask[];
}

/** What is done, how it feels from 1 to 5, and to whom. */
export interface JourneyTask {
  readonly text: string;
  readonly score: number;
  readonly actors: readonly string[];
}

/** Mermaid's text of a user journey. */
export function journeyLines(title: string, sections: readonly JourneySection[]): string[] {
  return [
    "journey",
    `  title ${bare(title)}`,
    ...sections.flatMap(({ title, tasks }) => [
      `  section ${bare(title)}`,
      ...tasks.map(({ text, score, actors }) => `    ${bare(text)}: ${score}: ${actors.map(bare).join(", ")}`),
    ]),
  ];
}
