import type { PortableSpec } from "../../workflow/index.ts";
import { type Grain, grainOf, periodKeys } from "../grains.ts";
import type { TimelinePeriod, TimelineSection } from "../mermaid/timeline-lines.ts";
import type { LifeWith } from "../subject.ts";
import { instant } from "../words.ts";
import { happeningsOf } from "./happenings.ts";
import type { Happening } from "./run-happening.ts";
import { joinedStretches, momentsOf, type Stretch, stretchOf } from "./stretch.ts";

/** A life in as fine a grain as fits `most` periods; where months don't, the oldest are one period. */
export function lifeSections(
  life: LifeWith<"incidents" | "failedChecks" | "scores" | "times">,
  spec: PortableSpec,
  most: number,
): TimelineSection[] {
  const periods = periodsOf(life, most);
  const surplus = periods.length - most;
  const early = surplus <= 0 ? [] : periods.slice(0, surplus + 1);
  const shown = surplus <= 0 ? periods : periods.slice(surplus + 1);
  const sections: { title: string; periods: TimelinePeriod[] }[] = [];
  const add = (title: string, period: string, stretch: Stretch): void => {
    const said = happeningsOf(stretch, life.scores, spec).flatMap((happening) => told(happening));
    if (said.length === 0) return;
    if (sections.at(-1)?.title !== title) sections.push({ title, periods: [] });
    sections.at(-1)!.periods.push({ title: period, events: said });
  };
  if (early.length > 0) {
    const [from, to] = [early[0]!, early.at(-1)!];
    add("before", `${from.title} to ${to.title}`, joinedStretches(early.map(({ stretch }) => stretch)));
  }
  for (const { title, section, stretch } of shown) add(section, title, stretch);
  return sections;
}

interface Period {
  readonly title: string;
  readonly section: string;
  readonly stretch: Stretch;
}

function periodsOf(life: LifeWith<"incidents" | "failedChecks" | "times">, most: number): Period[] {
  const moments = momentsOf(life);
  const grain = grainOf(
    moments.map(({ at }) => at),
    most,
  );
  const keyOf = periodKeys(grain);
  const periods = new Map<string, Period>();
  for (const { at, put } of moments) {
    const key = keyOf(at);
    const known = periods.get(key) ?? periodOf(at, grain);
    periods.set(key, known);
    put(known.stretch);
  }
  return [...periods].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, period]) => period);
}

function periodOf(at: number, { section, period }: Grain): Period {
  const time = instant(at);
  return { title: period(time), section: section(time), stretch: stretchOf() };
}

/** Up to three of a sort are told, more are counted. */
function told({ lines, folded }: Happening): readonly string[] {
  return lines.length <= 3 ? lines : [folded];
}
