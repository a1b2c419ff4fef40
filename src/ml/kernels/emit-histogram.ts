import type { MemoryKind } from "./memory-kind.ts";

/**
 * Writes a WebAssembly module that accumulates histograms for one exact layout of features, with entries and cells as in
 * assembly/histogram.ts: `histogram(entries, n, rows, cells, range)` adds the features of a range, `histogramAnew` clears
 * their cells first, `divideEmitted` partitions a list and makes one side's histogram (see `divide` there), and
 * `splitLeafEmitted` does all that a leaf's split brings (assembly/leaf.ts).
 *
 * Every feature's address is an immediate of its loads and stores, no padding is counted, and offsets are compact. Wide
 * tables go in groups of 32 features over tiles of 256 rows, so that a group's cells stay in L1 and the tile's rows in L2.
 * A pass that reads one byte of each line of a tile's scattered rows stands in for the prefetch that wasm doesn't have.
 */
export interface HistogramLayout {
  /** Bytes per row; feature f is byte f of its row. */
  readonly stride: number;
  /** Byte offset of each feature's cells in a histogram, ascending. */
  readonly offsets: ArrayLike<number>;
  /** Bytes of a whole histogram. */
  readonly histogramBytes: number;
  /** Into how many ranges the features are cut, for threads to take one each. */
  readonly ranges: number;
}

const GROUP = 32;
/** Where at least one row in so many is an entry's, the machine's own prefetch is there before a touch. */
const DENSE = 2;
const MOST_PAGES = 65536;

/** The features of range r are starts[r] .. starts[r + 1]; ranges begin with whole groups. */
export function rangeStarts(features: number, ranges: number): number[] {
  const groups = Math.ceil(features / GROUP);
  return Array.from({ length: ranges + 1 }, (_, r) => Math.min(features, Math.floor((r * groups) / ranges) * GROUP));
}

/** The module's bytes: about 30 a feature. */
export function emitHistogram(layout: HistogramLayout, kind: MemoryKind): Uint8Array<ArrayBuffer> {
  const starts = rangeStarts(layout.offsets.length, layout.ranges);
  const ranges = starts.slice(1).map((end, r) => [starts[r]!, end] as const);
  return assemble(
    [histogramBody(layout, ranges), anewBody(layout, ranges), divideBody(ranges.length), splitLeafBody(ranges.length)],
    kind,
  );
}

function histogramBody({ stride, offsets }: HistogramLayout, ranges: readonly (readonly [number, number])[]): number[] {
  const tile = offsets.length <= GROUP ? 64 : 256;
  return [
    ...[...get(ENTRIES), ...get(N), ...i32(3), SHL, ADD, ...set(END)],
    ...ranges.flatMap(([from, to], r) => {
      const groups: number[][] = [];
      for (let f = from; f < to; f += GROUP) {
        groups.push(Array.from({ length: Math.min(GROUP, to - f) }, (_, k) => f + k));
      }
      return [
        ...[...get(ENTRIES), ...set(TILE)],
        ...[BLOCK, VOID, ...get(N), EQZ, BR_IF, 0, ...get(RANGE), ...i32(r), NOT_EQUAL, BR_IF, 0],
        ...[LOOP, VOID],
        ...[...get(TILE), ...i32(tile * 8), ADD, ...tee(TILE_END), ...get(END)],
        ...[...get(TILE_END), ...get(END), LT_U, SELECT, ...set(TILE_END)],
        ...[BLOCK, VOID, ...isDense(tile), BR_IF, 0, ...overTile(touch(stride, from, to)), STOP],
        ...groups.flatMap((group) => overTile([...unpack(stride), ...group.flatMap((f) => update(f, offsets[f]!))])),
        ...[...get(TILE_END), ...tee(TILE), ...get(END), LT_U, BR_IF, 0],
        ...[STOP, STOP],
      ];
    }),
    ...[...get(TOUCHED), ...set(TOUCHED), STOP],
  ];
}

/** Clears the range's cells, then adds to them. */
function anewBody(
  { offsets, histogramBytes }: HistogramLayout,
  ranges: readonly (readonly [number, number])[],
): number[] {
  const at = (f: number): number => (f < offsets.length ? offsets[f]! : histogramBytes);
  return [
    ...ranges.flatMap(([from, to], r) => [
      ...[BLOCK, VOID, ...get(RANGE), ...i32(r), NOT_EQUAL, BR_IF, 0],
      ...[...get(CELLS), ...i32(at(from)), ADD, ...i32(0), ...i32(at(to) - at(from)), ...FILL, STOP],
    ]),
    ...[ENTRIES, N, ROWS, CELLS, RANGE].flatMap(get),
    ...[CALL, HISTOGRAM, STOP],
  ];
}

/** left = partition(...); then the histogram of the side that is asked for. */
function divideBody(ranges: number): number[] {
  const [source, n, target, column, table, count, build, rows, cells, bytes, left, isLeft] = Array.from(
    { length: 12 },
    (_, local) => local,
  ) as [number, number, number, number, number, number, number, number, number, number, number, number];
  const call = (range: number): number[] => [
    ...[...get(target), ...get(target), ...get(left), ...i32(3), SHL, ADD, ...get(isLeft), SELECT],
    ...[...get(left), ...get(n), ...get(left), SUB, ...get(isLeft), SELECT],
    ...[...get(rows), ...get(cells), ...i32(range), CALL, HISTOGRAM],
  ];
  return [
    ...[
      ...get(count),
      ...[source, n, target, column, table].flatMap(get),
      CALL,
      PARTITION,
      ...tee(left),
      ...store32(0),
    ],
    ...[BLOCK, VOID, ...get(build), EQZ, BR_IF, 0],
    ...[...get(build), ...i32(1), EQUAL, ...set(isLeft)],
    ...[...get(cells), ...i32(0), ...get(bytes), ...FILL],
    ...Array.from({ length: ranges }, (_, range) => call(range)).flat(),
    ...[STOP, STOP],
  ];
}

/** `splitLeaf` of assembly/leaf.ts; offsets in the task are those of its first lines. */
function splitLeafBody(ranges: number): number[] {
  const [task, rows, bytes, layout, scratch, list, end] = [0, 1, 2, 3, 4, 5, 6] as const;
  const [cellsAt, listsAt, listBytes, smallAt] = [8, 672, 24, 16];
  const addRange = (range: number): number[] => [
    ...[...get(list), ...load32(smallAt), ...get(list), ...load32(smallAt + 4), ...get(rows)],
    ...[...get(task), ...load32(cellsAt), ...i32(range), CALL, HISTOGRAM],
  ];
  return [
    ...[BLOCK, VOID, ...get(task), CALL, DIVIDE_LEAF, EQZ, BR_IF, 0],
    ...[...get(task), ...load32(cellsAt), ...i32(0), ...get(bytes), ...FILL],
    ...[...get(task), ...i32(listsAt), ADD, ...tee(list), ...get(task), ...load32(0), ...i32(listBytes), MUL, ADD],
    ...[...set(end), LOOP, VOID, ...Array.from({ length: ranges }, (_, range) => addRange(range)).flat()],
    ...[...get(list), ...i32(listBytes), ADD, ...tee(list), ...get(end), LT_U, BR_IF, 0, STOP],
    ...[...get(task), ...get(layout), ...get(scratch), CALL, SEARCH_LEAF, STOP, STOP],
  ];
}

// Functions: three imported, four of the module's own.
const [PARTITION, DIVIDE_LEAF, SEARCH_LEAF, HISTOGRAM, ANEW, DIVIDE, SPLIT_LEAF] = [0, 1, 2, 3, 4, 5, 6] as const;

// Parameters and locals of the histogram.
const [ENTRIES, N, ROWS, CELLS, RANGE, AT, TILE, TILE_END, END, ROW, TOUCHED, CELL, PACKED, QUANTITY] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
] as const;

const [I32, I64, VOID] = [0x7f, 0x7e, 0x40];
const [BLOCK, LOOP, BR_IF, STOP, SELECT, CALL] = [0x02, 0x03, 0x0d, 0x0b, 0x1b, 0x10];
const [EQZ, EQUAL, NOT_EQUAL, LT_U] = [0x45, 0x46, 0x47, 0x49];
const [ADD, SUB, MUL, SHL, WRAP] = [0x6a, 0x6b, 0x6c, 0x74, 0xa7];
const FILL = [0xfc, 0x0b, 0];
const [ADD64, AND64, SHL64, SHR_S64, SHR_U64] = [0x7c, 0x83, 0x86, 0x87, 0x88];

const get = (local: number): number[] => [0x20, ...unsigned(local)];
const set = (local: number): number[] => [0x21, ...unsigned(local)];
const tee = (local: number): number[] => [0x22, ...unsigned(local)];
const i32 = (value: number): number[] => [0x41, ...signed(value)];
const i64 = (value: number): number[] => [0x42, ...signed(value)];
const load8 = (offset: number): number[] => [0x2d, 0, ...unsigned(offset)];
const load32 = (offset: number): number[] => [0x28, 2, ...unsigned(offset)];
const load64 = (offset: number): number[] => [0x29, 3, ...unsigned(offset)];
const store32 = (offset: number): number[] => [0x36, 2, ...unsigned(offset)];
const store64 = (offset: number): number[] => [0x37, 3, ...unsigned(offset)];

/** for (AT = TILE; AT < TILE_END; AT += 8) body */
function overTile(body: number[]): number[] {
  const advance = [...get(AT), ...i32(8), ADD, ...tee(AT), ...get(TILE_END), LT_U, BR_IF, 0];
  return [...get(TILE), ...set(AT), LOOP, VOID, ...body, ...advance, STOP];
}

/** ROW = ROWS + id * stride, the id being on the stack. */
function rowAddress(stride: number): number[] {
  return [...i32(stride), MUL, ...get(ROWS), ADD, ...set(ROW)];
}

/** Reads a byte of each line that holds features [from, to). */
function touch(stride: number, from: number, to: number): number[] {
  const code = [...get(AT), ...load32(0), ...rowAddress(stride)];
  for (let line = from - (from % 64); line < to; line += 64) {
    code.push(...get(TOUCHED), ...get(ROW), ...load8(line), ADD, ...set(TOUCHED));
  }
  return code;
}

/** Whether the tile's rows lie close together. Lists are monotone in row id, up or down: |last - first| < DENSE * tile. */
function isDense(tile: number): number[] {
  const span = DENSE * tile;
  return [
    ...[...get(TILE_END), ...i32(8), SUB, ...load32(0), ...get(TILE), ...load32(0), SUB],
    ...[...i32(span), ADD, ...i32(2 * span), LT_U],
  ];
}

/** QUANTITY = gradient << 32 + hessian, and ROW, of the entry at AT. */
function unpack(stride: number): number[] {
  return [
    ...[...get(AT), ...load64(0), ...tee(PACKED), WRAP, ...rowAddress(stride)],
    ...[...get(PACKED), ...i64(48), SHR_S64, ...i64(32), SHL64],
    ...[...get(PACKED), ...i64(32), SHR_U64, ...i64(65535), AND64, ADD64, ...set(QUANTITY)],
  ];
}

/** cells[offset + 8 * bin] += QUANTITY */
function update(feature: number, offset: number): number[] {
  return [
    ...[...get(CELLS), ...get(ROW), ...load8(feature), ...i32(3), SHL, ADD, ...tee(CELL)],
    ...[...get(CELL), ...load64(offset), ...get(QUANTITY), ADD64, ...store64(offset)],
  ];
}

function assemble(
  [histogram, anew, divide, splitLeaf]: readonly number[][],
  kind: MemoryKind,
): Uint8Array<ArrayBuffer> {
  const takes = (parameters: number, result: number[] = []): number[] => [
    ...[0x60, ...list(Array.from({ length: parameters }, () => [I32])), ...list(result.map((type) => [type]))],
  ];
  const limits = [kind === "shared" ? 3 : 1, ...unsigned(1), ...unsigned(MOST_PAGES)];
  const histogramLocals = list([
    [...unsigned(7), I32],
    [...unsigned(2), I64],
  ]);
  const code = [
    [...histogramLocals, ...histogram!],
    [...list([]), ...anew!],
    [...list([[...unsigned(2), I32]]), ...divide!],
    [...list([[...unsigned(2), I32]]), ...splitLeaf!],
  ];
  const imported = (name: string, type: number): number[] => [...text("kernels"), ...text(name), 0, type];
  const exported = (name: string, index: number): number[] => [...text(name), 0, index];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([takes(5, [I32]), takes(5), takes(10), takes(1, [I32]), takes(3)])),
    ...section(
      2,
      list([
        [...text("env"), ...text("memory"), 2, ...limits],
        ...[imported("partition", 0), imported("divideLeaf", 3), imported("searchLeaf", 4)],
      ]),
    ),
    ...section(3, list([[1], [1], [2], [1]])),
    ...section(
      7,
      list([
        exported("histogram", HISTOGRAM),
        exported("histogramAnew", ANEW),
        exported("divideEmitted", DIVIDE),
        exported("splitLeafEmitted", SPLIT_LEAF),
      ]),
    ),
    ...section(10, list(code.map((body) => [...unsigned(body.length), ...body]))),
  ]);
}

function section(id: number, body: number[]): number[] {
  return [id, ...unsigned(body.length), ...body];
}

function list(items: number[][]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  return list([...value].map((character) => [character.charCodeAt(0)]));
}

/** LEB128 of a whole number >= 0. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 127;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 128);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const low = rest & 127;
    rest >>= 7;
    if ((rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)) {
      bytes.push(low);
      return bytes;
    }
    bytes.push(low | 128);
  }
}
