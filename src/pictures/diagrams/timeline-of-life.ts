import type { StoredEvent } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import type { TimelinePeriod, TimelineSection } from "../mermaid/timeline-lines.ts";
import type { LifeView } from "../subject.ts";
import { instant } from "../words.ts";
import { happeningsOf } from "./happenings.ts";
import type { Happening } from "./run-happening.ts";

/** How finely time is divided: what its sections and its periods are called, from a text like "2026-11-30 02:10". */
interface Grain {
  readonly section: (time: string) => string;
  readonly period: (time: string) => string;
}

const grains: readonly Grain[] = [
  { section: (time) => time.slice(0, 10), period: (time) => time.slice(11, 16) },
  { section: (time) => time.slice(0, 7), period: (time) => time.slice(0, 10) },
  { section: (time) => time.slice(0, 4), period: (time) => time.slice(0, 7) },
];

/** A life in as fine a grain as fits `most` periods; where months don't, the oldest are one period. */
export function lifeSections(life: LifeView, spec: PortableSpec, most: number): TimelineSection[] {
  const grain = grains.find((each) => periodsOf(life.events, each).length <= most) ?? grains.at(-1)!;
  const periods = periodsOf(life.events, grain);
  const surplus = periods.length - most;
  const early = surplus <= 0 ? [] : periods.slice(0, surplus + 1);
  const shown = surplus <= 0 ? periods : periods.slice(surplus + 1);
  const sections: { title: string; periods: TimelinePeriod[] }[] = [];
  const add = (title: string, period: string, events: readonly StoredEvent[]): void => {
    const said = happeningsOf(life, spec, events).flatMap((happening) => told(happening));
    if (said.length === 0) return;
    if (sections.at(-1)?.title !== title) sections.push({ title, periods: [] });
    sections.at(-1)!.periods.push({ title: period, events: said });
  };
  if (early.length > 0) {
    const [from, to] = [early[0]!, early.at(-1)!];
    add(
      "before",
      `${from.title} to ${to.title}`,
      early.flatMap(({ events }) => events),
    );
  }
  for (const { title, section, events } of shown) add(section, title, events);
  return sections;
}

function periodsOf(events: readonly StoredEvent[], { section, period }: Grain) {
  const periods = new Map<string, { title: string; section: string; events: StoredEvent[] }>();
  for (const event of events) {
    const time = instant(event.at);
    const key = `${section(time)} ${period(time)}`;
    const found = periods.get(key) ?? { title: period(time), section: section(time), events: [] };
    found.events.push(event);
    periods.set(key, found);
  }
  return [...periods.values()];
}

/** Up to three of a sort are told, more are counted. */
function told({ lines, folded }: Happening): readonly string[] {
  return lines.length <= 3 ? lines : [folded];
}
