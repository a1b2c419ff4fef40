import { bare, restOfLine } from "./text.ts";

/** A part of a timeline: a day, a month, a step. */
export interface TimelineSection {
  readonly title: string;
  readonly periods: readonly TimelinePeriod[];
}

/** A time, and what happened then, one below the other. */
export interface TimelinePeriod {
  readonly title: string;
  readonly events: readonly string[];
}

/** Mermaid's text of a timeline. A period without events would be no period, so it says so. */
export function timelineLines(title: string, sections: readonly TimelineSection[]): string[] {
  return [
    "timeline",
    `  title ${bare(title)}`,
    ...sections.flatMap(({ title, periods }) => [`  section ${bare(title)}`, ...periods.flatMap(periodLines)]),
  ];
}

function periodLines({ title, events }: TimelinePeriod): string[] {
  const [first = "nothing", ...others] = events.map(eventText);
  const head = bare(title);
  return [`    ${head} : ${first}`, ...others.map((event) => `    ${" ".repeat(head.length)} : ${event}`)];
}

/** A colon before a blank begins the next event. The others stay: entities are measured as long as they are written. */
function eventText(text: string): string {
  return restOfLine(text).replace(/:(?=\s|$)/g, "#58;");
}
