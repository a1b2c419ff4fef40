/** One line of a bench: our figure beside the peer's, from the same run. */
export interface BenchRow {
  readonly work: string;
  readonly peer: string;
  readonly ours: number | null;
  readonly theirs: number | null;
  /** ours / theirs; where the figure is a score, ours - theirs. */
  readonly ratio: number | null;
  /** Smallest and largest ratio of the pairs, or the standard deviation over folds. */
  readonly spread: readonly [number, number] | number | null;
  /** What is aimed at, in words. */
  readonly goal: string;
  /** What must hold beside the speed (accuracy), and whether the goal is met. */
  readonly guard: string;
}

export interface BenchOptions {
  /** Fewer pairs and smaller data, for a look; the figures of a document come from a full run. */
  readonly quick: boolean;
  /** Rounds of contestants that are measured in turn. */
  readonly pairs: number;
  /** Folder of the real data sets. */
  readonly dataFolder: string;
  readonly log: (line: string) => void;
  /** Whether a piece of work was asked for (`--only`). */
  readonly wants: (work: string) => boolean;
}

/** One row of the table of benches. */
export interface Bench {
  readonly name: string;
  readonly summary: string;
  /** False: it makes its own data. Default true: it reads the real data sets. */
  readonly needsData?: boolean;
  run(options: BenchOptions): Promise<BenchRow[]>;
}

/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
