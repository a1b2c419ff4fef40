import { median } from "../median.ts";
import type { LifeView } from "../subject.ts";
import { championTenures, registeredAt, type Tenure } from "../version-life.ts";

/** How many went from one state to the next, and the median of the times after which they did. */
export interface Way {
  readonly count: number;
  readonly medianMs: number | null;
}

/** Every way that a fitted model can go; null where there is no life yet. */
export type Ways = Readonly<
  Record<
    | "candidates"
    | "failed"
    | "undecided"
    | "registered"
    | "again"
    | "staging"
    | "champion"
    | "superseded"
    | "rolledBack"
    | "replaced"
    | "returned"
    | "retried",
    Way | null
  >
>;

const unknown: Ways = {
  ...{ candidates: null, failed: null, undecided: null, registered: null, again: null, staging: null },
  ...{ champion: null, superseded: null, rolledBack: null, replaced: null, returned: null, retried: null },
};

/** Counts the ways that the runs and versions of a life went. */
export function waysOf(life: LifeView | null): Ways {
  if (life === null) return unknown;
  const verdicts = (wanted: string): number => life.runs.filter(({ verdict }) => verdict === wanted).length;
  const registered = registeredAt(life);
  const tenures = championTenures(life.moves);
  const firsts = firstTenures(tenures);
  const ended = (ending: Tenure["ending"]): Way =>
    way(tenures.flatMap((t) => (t.ending === ending && t.untilMs !== null ? [t.untilMs - t.fromMs] : [])));
  return {
    candidates: counted(life.runs.filter(({ verdict }) => verdict !== null).length),
    failed: counted(verdicts("fail")),
    undecided: counted(verdicts("insufficient")),
    registered: counted(life.versions.length),
    again: counted(Math.max(0, verdicts("pass") - life.versions.filter(({ run }) => run !== null).length)),
    staging: counted(stagedVersions(life).size),
    champion: way(firsts.map(({ version, fromMs }) => fromMs - (registered.get(version) ?? fromMs))),
    superseded: ended("superseded"),
    rolledBack: ended("rolled back"),
    replaced: counted(replacedInStaging(life, firsts)),
    ...returns(tenures),
  };
}

/** The first time of each version as champion. */
function firstTenures(tenures: readonly Tenure[]): readonly Tenure[] {
  const seen = new Set<number>();
  return tenures.filter(({ version }) => !seen.has(version) && seen.add(version));
}

/** How often a version became champion again, by how its last time had ended. */
function returns(tenures: readonly Tenure[]): Pick<Ways, "returned" | "retried"> {
  const endings = new Map<number, Tenure["ending"]>();
  const times = { superseded: 0, "rolled back": 0 };
  for (const { version, ending } of tenures) {
    const before = endings.get(version) ?? null;
    if (before !== null) times[before]++;
    endings.set(version, ending);
  }
  return { returned: counted(times.superseded), retried: counted(times["rolled back"]) };
}

function stagedVersions({ moves }: LifeView): Set<number> {
  return new Set(moves.flatMap(({ body }) => (body.alias === "staging" ? [body.version] : [])));
}

/** Versions that had to leave `staging` before they were ever the champion. */
function replacedInStaging({ moves }: LifeView, champions: readonly Tenure[]): number {
  const live = new Set(champions.map(({ version }) => version));
  const lost = moves.flatMap(({ body: { alias, previous } }) =>
    alias === "staging" && previous !== null && !live.has(previous) ? [previous] : [],
  );
  return new Set(lost).size;
}

function counted(count: number): Way {
  return { count, medianMs: null };
}

function way(timesMs: readonly number[]): Way {
  return { count: timesMs.length, medianMs: median(timesMs) };
}
