import type { ThreadTeam } from "../../../kernels/thread-team.ts";
import { TrainingKernel } from "../../../kernels/training-kernel.ts";
import { type BinnedMatrix, binMatrix, binnedBytes } from "../binning.ts";
import type { FeatureBins } from "../feature-bins.ts";
import { quantumFor } from "../quantum.ts";
import { binCentres } from "./bin-centres.ts";
import type { ForestInput, ForestRules } from "./forest-rules.ts";
import type { RowDraw } from "./row-draw.ts";

/** Words of a tree's task, as assembly/forest-node.ts lays them out. */
export const TASK_WORDS = 40;
/** Where a task says what it grew. */
export const taskOut = { nodes: 33, sets: 34, vectors: 35 } as const;
const KEY_WORD = 14;

/** Bytes that trees grown at once may take beside the data. */
const MOST_SCRATCH_BYTES = 1 << 30;
const LEAST_LEVELS = 6144;

type Addresses<T> = { readonly [K in keyof T]: number };
/** Addresses of what a tree's growth reads and writes alone. */
export type Slot = Addresses<ReturnType<typeof slotSizes>> & { readonly task: number };

/** What a forest needs of a kernel's memory: the data once, and a slot for each tree that is grown at the same time. */
export interface ForestMemory {
  readonly kernel: TrainingKernel;
  readonly binned: BinnedMatrix;
  readonly slots: readonly Slot[];
}

/** Lays data and tasks out. @param most trees that will ever be grown at once */
export function layOutForest(
  input: ForestInput,
  rules: ForestRules,
  draw: RowDraw,
  most: number,
  team: ThreadTeam | undefined,
): ForestMemory {
  const shared = sharedSizes(input, rules, draw);
  const own = slotSizes(input, leastCounts(rules, draw), rules, draw);
  const { bytesFor } = TrainingKernel;
  const bytesOf = (sizes: Readonly<Record<string, number>>): number =>
    Object.values(sizes).reduce((sum, size) => sum + bytesFor(size), 0);
  const nSlots = Math.max(1, Math.min(most, slotsFor(team), Math.floor(MOST_SCRATCH_BYTES / bytesOf(own))));
  const sizeBytes =
    binnedBytes(input.rows.length, input.features) +
    bytesOf(shared) +
    nSlots * (bytesOf(own) + bytesFor(TASK_WORDS * 4));
  const kernel = new TrainingKernel(sizeBytes, team);
  const binned = binMatrix(kernel, input.X, input.rows, input.features);
  const common = take(kernel, shared);
  writeShared(kernel, common, input, rules, draw, binned);
  const slots = Array.from({ length: nSlots }, () => {
    const slot: Slot = { ...take(kernel, own), task: kernel.take(TASK_WORDS * 4) };
    writeTask(kernel, slot, common, binned, input, rules, draw);
    return slot;
  });
  return { kernel, binned, slots };
}

/** Gives a task the randomness of its tree. */
export function setTaskKey(kernel: TrainingKernel, { task }: Slot, key: number): void {
  kernel.uint32(task, TASK_WORDS)[KEY_WORD] = key;
}

/** Twice as many as threads, so that a slow tree leaves no thread idle. */
function slotsFor(team: ThreadTeam | undefined): number {
  return team === undefined || team.size === 1 ? 1 : team.size * 2;
}

/** Fewest counts of a leaf. */
function leastCounts({ minSamplesLeaf }: ForestRules, { countsPerRow }: RowDraw): number {
  return Math.max(1, Math.min(0xffffffff, Math.ceil(minSamplesLeaf * countsPerRow)));
}

function sharedSizes({ rows, features }: ForestInput, { cuts }: ForestRules, draw: RowDraw) {
  const n = rows.length;
  return {
    bins: features.length * 4,
    values: n * 2,
    targets: n * 4,
    thresholds: features.reduce((sum, one) => sum + thresholdsOf(one) * 4, 0),
    starts: features.length * 4,
    centres: cuts === "drawn" ? features.length * 1024 : 0,
    weights: draw.cumulated !== null ? n * 8 : draw.repetitions !== null ? n * 4 : 0,
    guide: draw.guide !== null ? n * 4 : 0,
  };
}

/** Thresholds of a feature and the infinity that parts the missing from the rest. */
function thresholdsOf(one: FeatureBins): number {
  return one.kind === "numeric" ? one.thresholds.length + 1 : 0;
}

function slotSizes(
  { rows, features, classes }: ForestInput,
  least: number,
  { maxDepth }: ForestRules,
  { mostCounts }: RowDraw,
) {
  const n = rows.length;
  const deepest = maxDepth === null || maxDepth > 30 ? n : 1 << maxDepth;
  const leaves = Math.max(1, Math.min(n, deepest, Math.floor(mostCounts / least)));
  const nodes = 2 * leaves + 1;
  return {
    counts: n * 2,
    list: (n + 1) * 8,
    spare: (n + 1) * 9,
    stack: (n + 2) * 16,
    order: features.length * 4,
    cells: 256 * Math.max(8, classes * 4),
    levels: LEAST_LEVELS + 2 * classes * 4,
    feature: nodes * 4,
    left: nodes * 4,
    value: nodes * 4,
    flags: nodes,
    cuts: nodes,
    weights: nodes * 4,
    sets: features.some(({ kind }) => kind === "categorical") ? (leaves + 1) * 32 : 64,
    // an impure leaf has two rows
    vectors: Math.min(leaves, Math.ceil(n / 2)) * classes * 4,
  };
}

function take<T extends Readonly<Record<string, number>>>(kernel: TrainingKernel, sizes: T): Addresses<T> {
  return Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, kernel.take(size)])) as Addresses<T>;
}

function writeShared(
  kernel: TrainingKernel,
  at: Addresses<ReturnType<typeof sharedSizes>>,
  input: ForestInput,
  { cuts }: ForestRules,
  draw: RowDraw,
  binned: BinnedMatrix,
): void {
  const { rows, features } = input;
  const bins = kernel.uint32(at.bins, features.length);
  const starts = kernel.uint32(at.starts, features.length);
  const thresholds = kernel.float32(
    at.thresholds,
    features.reduce((sum, one) => sum + thresholdsOf(one), 0),
  );
  let start = 0;
  features.forEach((one, f) => {
    bins[f] = (one.bins | (one.kind === "categorical" ? 0x80000000 : 0)) >>> 0;
    starts[f] = start;
    if (one.kind === "categorical") return;
    thresholds.set(one.thresholds, start);
    start += one.thresholds.length;
    thresholds[start++] = Number.POSITIVE_INFINITY;
  });
  writeTargets(kernel, at.targets, at.values, input, draw);
  if (draw.cumulated !== null) kernel.float64(at.weights, rows.length).set(draw.cumulated);
  if (draw.repetitions !== null) kernel.float32(at.weights, rows.length).set(draw.repetitions);
  if (draw.guide !== null) kernel.uint32(at.guide, rows.length).set(draw.guide);
  if (cuts === "drawn") binCentres(input, binned, kernel.float32(at.centres, features.length * 256));
}

/** Targets as they are, for the means of leaves, and as whole numbers, whose sums choose the splits. */
function writeTargets(
  kernel: TrainingKernel,
  targetsAt: number,
  valuesAt: number,
  { rows, targets, classes }: ForestInput,
  { mostCounts }: RowDraw,
): void {
  const floats = kernel.float32(targetsAt, rows.length);
  const whole = new Int16Array(kernel.memory.buffer, valuesAt, rows.length);
  let top = 0;
  let areBits = true;
  for (let i = 0; i < rows.length; i++) {
    const target = targets[rows[i]!]!;
    floats[i] = target;
    top = Math.max(top, Math.abs(target));
    areBits &&= target === 0 || target === 1;
  }
  const scale = classes > 0 || areBits ? 1 : quantumFor(mostCounts) / top;
  for (let i = 0; i < rows.length; i++) whole[i] = Math.round(floats[i]! * scale);
}

function writeTask(
  kernel: TrainingKernel,
  slot: Slot,
  shared: Addresses<ReturnType<typeof sharedSizes>>,
  binned: BinnedMatrix,
  { rows, features, classes }: ForestInput,
  rules: ForestRules,
  draw: RowDraw,
): void {
  const weights = draw.cumulated === null && draw.repetitions === null ? 0 : shared.weights;
  const data = [
    ...[binned.columns, rows.length, features.length, shared.bins, binned.rows, shared.values, shared.targets],
    ...[shared.thresholds, shared.starts, rules.cuts === "drawn" ? shared.centres : 0],
  ];
  const growth = [classes, rules.featuresPerSplit, leastCounts(rules, draw), rules.maxDepth ?? 0x7fffffff, 0];
  const drawing = [draw.bootstrap ? 1 : 0, draw.amount, weights, shared.guide];
  const scratch = [slot.counts, slot.list, slot.spare, slot.stack, slot.order, slot.cells, slot.levels];
  const tree = [slot.feature, slot.left, slot.value, slot.flags, slot.cuts, slot.sets, slot.vectors];
  const words = kernel.uint32(slot.task, TASK_WORDS);
  words.set([...data, ...growth, ...drawing, ...scratch, ...tree]);
  words[WEIGHTS_WORD] = slot.weights;
}

const WEIGHTS_WORD = 36;
