import { spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import { type BenchRow, median } from "./bench.ts";
import type { Measured } from "./measure.ts";

/** One side of a comparison: a process that does the work once and prints its {@link Measured} as its last line. */
export interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The same work done by us and by peers, on the same files. */
export interface PairedWork {
  /** "GBDT 1M x 28, 100 trees, 2 threads": also what `--only` is matched with. */
  readonly work: string;
  readonly ours: Contestant;
  readonly peers: readonly { readonly contestant: Contestant; readonly goal?: number }[];
  /** Where the goal is against whichever peer is best. */
  readonly goalOfBest?: number;
  /** Where peak memory is compared with the best of the peers. */
  readonly goalOfMemory?: number;
  readonly guard?: Guard;
}

/** When a speed counts: the accuracy that must stand beside it. */
export type Guard =
  | { readonly metric: string; readonly better: "higher"; readonly margin: number }
  | { readonly metric: string; readonly better: "lower"; readonly factor: number };

interface Pairing {
  readonly pairs: number;
  readonly log: (line: string) => void;
}

const longestMs = 15 * 60_000;

/**
 * Runs all contestants in turn, each in a fresh process, `pairs` times, beginning with another one each time so that a
 * warming machine favours nobody.
 * @returns a row for each peer, and for the best of them where a goal says so
 */
export function measurePaired(work: PairedWork, { pairs, log }: Pairing): BenchRow[] {
  const contestants = [work.ours, ...work.peers.map(({ contestant }) => contestant)];
  const taken = contestants.map((): Measured[] => []);
  for (let round = 0; round < pairs; round++) {
    const loadBefore = loadavg()[0]!;
    contestants.forEach((_, turn) => {
      const who = (turn + round) % contestants.length;
      taken[who]!.push(runContestant(contestants[who]!));
    });
    const times = contestants.map(({ name }, i) => `${name} ${taken[i]![round]!.seconds.toPrecision(3)} s`);
    log(`  ${work.work}, round ${round + 1}: ${times.join(", ")}; load ${loadBefore.toFixed(1)}`);
  }
  const [ours, ...theirs] = taken as [Measured[], ...Measured[][]];
  const rows = work.peers.map(({ contestant, goal }, i) =>
    rowOf(work, contestant.name, ours, theirs[i]!, goal, ({ seconds }) => seconds),
  );
  const best = <K extends "seconds" | "peakMb">(key: K): Measured[] =>
    ours.map((_, round) => theirs.map((one) => one[round]!).reduce((a, b) => (b[key] < a[key] ? b : a)));
  if (work.goalOfBest !== undefined) {
    rows.push(rowOf(work, "the best of them", ours, best("seconds"), work.goalOfBest, ({ seconds }) => seconds));
  }
  if (work.goalOfMemory !== undefined) {
    const peak: PairedWork = { ...work, work: `${work.work}: peak MB above the loaded table` };
    rows.push(rowOf(peak, "the best of them", ours, best("peakMb"), work.goalOfMemory, ({ peakMb }) => peakMb));
  }
  return rows;
}

function runContestant({ name, command, args, env }: Contestant): Measured {
  const { stdout, stderr, status } = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: longestMs,
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as Measured;
}

function rowOf(
  { work, guard }: PairedWork,
  peer: string,
  ours: readonly Measured[],
  theirs: readonly Measured[],
  goal: number | undefined,
  figure: (measured: Measured) => number,
): BenchRow {
  const ratios = ours.map((one, round) => figure(one) / figure(theirs[round]!));
  const ratio = median(ratios);
  const isHeld = guard === undefined || holds(guard, scoreOf(ours), scoreOf(theirs));
  const verdict = goal === undefined ? [] : [ratio <= goal && isHeld ? "met" : "missed"];
  const scores = guard === undefined ? [] : [`${guard.metric} ${digits(scoreOf(ours))} / ${digits(scoreOf(theirs))}`];
  const sides = (key: "cpuSeconds" | "peakMb"): string =>
    [ours, theirs].map((side) => digits(median(side.map((one) => one[key])))).join(" / ");
  return {
    work,
    peer,
    ours: median(ours.map(figure)),
    theirs: median(theirs.map(figure)),
    ratio,
    spread: [Math.min(...ratios), Math.max(...ratios)],
    goal: goal === undefined ? "" : `<= ${goal}`,
    guard: [...scores, `CPU s ${sides("cpuSeconds")}`, `peak MB ${sides("peakMb")}`, ...verdict].join("; "),
  };
}

function holds(guard: Guard, ours: number, theirs: number): boolean {
  return guard.better === "higher" ? ours >= theirs - guard.margin : ours <= theirs * guard.factor;
}

function scoreOf(side: readonly Measured[]): number {
  return median(side.map(({ score }) => score ?? Number.NaN));
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
