import type { PortableSpec } from "../../workflow/index.ts";
import { type Grain, grainsFrom, periodKey } from "../grains.ts";
import type { TimelinePeriod, TimelineSection } from "../mermaid/timeline-lines.ts";
import { joinedStretches } from "../stretch.ts";
import type { LifePeriods, LifeWith, Period, Stretch } from "../subject.ts";
import { instant } from "../words.ts";
import { happeningsOf } from "./happenings.ts";
import { type Happening, mostTold } from "./run-happening.ts";

/** A life in as fine a grain as fits `most` periods; where months don't, the oldest are one period. */
export function lifeSections(
  life: LifeWith<"periods" | "scores">,
  spec: PortableSpec,
  most: number,
): TimelineSection[] {
  const { grain, periods } = fittingPeriods(life.periods, most);
  const surplus = periods.length - most;
  const early = surplus <= 0 ? [] : periods.slice(0, surplus + 1);
  const shown = surplus <= 0 ? periods : periods.slice(surplus + 1);
  const titleOf = ({ at }: Period): string => grain.period(instant(at));
  const sections: { title: string; periods: TimelinePeriod[] }[] = [];
  const add = (title: string, period: string, stretch: Stretch): void => {
    const said = happeningsOf(stretch, life.scores, spec).flatMap((happening) => told(happening));
    if (said.length === 0) return;
    if (sections.at(-1)?.title !== title) sections.push({ title, periods: [] });
    sections.at(-1)!.periods.push({ title: period, events: said });
  };
  if (early.length > 0) {
    const [from, to] = [early[0]!, early.at(-1)!];
    add("before", `${titleOf(from)} to ${titleOf(to)}`, joinedStretches(early.map(({ stretch }) => stretch)));
  }
  for (const period of shown) add(grain.section(instant(period.at)), titleOf(period), period.stretch);
  return sections;
}

/** The periods as they were loaded, or in a coarser grain if they are too many. */
function fittingPeriods({ grain, list }: LifePeriods, most: number): { grain: Grain; periods: readonly Period[] } {
  const ways = grainsFrom(grain).map((coarser) => ({ grain: coarser, periods: joined(list, coarser) }));
  return ways.find(({ periods }) => periods.length <= most) ?? ways.at(-1)!;
}

function joined(periods: readonly Period[], grain: Grain): Period[] {
  const groups = new Map<string, Period[]>();
  for (const period of periods) {
    const key = periodKey(grain, period.at);
    groups.set(key, [...(groups.get(key) ?? []), period]);
  }
  return [...groups.values()].map((group) => ({
    at: group[0]!.at,
    stretch: joinedStretches(group.map(({ stretch }) => stretch)),
  }));
}

/** A few of a sort are told one by one, more are counted. */
function told({ count, lines, folded }: Happening): readonly string[] {
  return count <= mostTold ? lines() : [folded()];
}
