/**
 * Writes a WebAssembly module that accumulates histograms for one exact layout of features:
 * `histogram(entries, n, rows, cells)`, with entries and cells as in assembly/histogram.ts.
 *
 * Every feature's address is an immediate of its loads and stores, no padding is counted, and offsets are compact. Wide
 * tables go in groups of 32 features over tiles of 256 rows, so that a group's cells stay in L1 and the tile's rows in L2.
 * A pass that reads one byte of each line of a tile's rows stands in for the prefetch that wasm doesn't have.
 */
export interface HistogramLayout {
  /** Bytes per row; feature f is byte f of its row. */
  readonly stride: number;
  /** Byte offset of each feature's cells in a histogram. */
  readonly offsets: ArrayLike<number>;
}

const GROUP = 32;
const MOST_PAGES = 65536;

/** The module's bytes: about 30 a feature. */
export function emitHistogram({ stride, offsets }: HistogramLayout): Uint8Array<ArrayBuffer> {
  const tile = offsets.length <= GROUP ? 64 : 256;
  const groups: number[][] = [];
  for (let f = 0; f < offsets.length; f += GROUP) {
    groups.push(Array.from({ length: Math.min(GROUP, offsets.length - f) }, (_, k) => f + k));
  }
  const body = [
    ...get(ENTRIES),
    ...set(TILE),
    ...[...get(ENTRIES), ...get(N), ...i32(3), SHL, ADD, ...set(END)],
    ...[BLOCK, VOID, ...get(N), EQZ, BR_IF, 0],
    ...[LOOP, VOID],
    ...[...get(TILE), ...i32(tile * 8), ADD, ...tee(TILE_END), ...get(END)],
    ...[...get(TILE_END), ...get(END), LT_U, SELECT, ...set(TILE_END)],
    ...overTile(touch(stride)),
    ...groups.flatMap((group) => overTile([...unpack(stride), ...group.flatMap((f) => update(f, offsets[f]!))])),
    ...[...get(TILE_END), ...tee(TILE), ...get(END), LT_U, BR_IF, 0],
    ...[STOP, STOP],
    ...[...get(TOUCHED), ...set(TOUCHED), STOP],
  ];
  return assemble(body);
}

// Parameters and locals of the one function.
const [ENTRIES, N, ROWS, CELLS, AT, TILE, TILE_END, END, ROW, TOUCHED, CELL, PACKED, QUANTITY] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const;

const [I32, I64, VOID] = [0x7f, 0x7e, 0x40];
const [BLOCK, LOOP, BR_IF, STOP, SELECT, EQZ, LT_U] = [0x02, 0x03, 0x0d, 0x0b, 0x1b, 0x45, 0x49];
const [ADD, MUL, SHL, WRAP] = [0x6a, 0x6c, 0x74, 0xa7];
const [ADD64, AND64, SHL64, SHR_S64, SHR_U64] = [0x7c, 0x83, 0x86, 0x87, 0x88];

const get = (local: number): number[] => [0x20, ...unsigned(local)];
const set = (local: number): number[] => [0x21, ...unsigned(local)];
const tee = (local: number): number[] => [0x22, ...unsigned(local)];
const i32 = (value: number): number[] => [0x41, ...signed(value)];
const i64 = (value: number): number[] => [0x42, ...signed(value)];
const load8 = (offset: number): number[] => [0x2d, 0, ...unsigned(offset)];
const load32 = (offset: number): number[] => [0x28, 2, ...unsigned(offset)];
const load64 = (offset: number): number[] => [0x29, 3, ...unsigned(offset)];
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

function touch(stride: number): number[] {
  const code = [...get(AT), ...load32(0), ...rowAddress(stride)];
  for (let line = 0; line < stride; line += 64) {
    code.push(...get(TOUCHED), ...get(ROW), ...load8(line), ADD, ...set(TOUCHED));
  }
  return code;
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

function assemble(body: number[]): Uint8Array<ArrayBuffer> {
  const locals = list([
    [...unsigned(7), I32],
    [...unsigned(2), I64],
  ]);
  const code = [...locals, ...body];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[0x60, ...list([[I32], [I32], [I32], [I32]]), ...list([])]])),
    ...section(2, list([[...text("env"), ...text("memory"), 2, 3, ...unsigned(1), ...unsigned(MOST_PAGES)]])),
    ...section(3, list([[0]])),
    ...section(7, list([[...text("histogram"), 0, 0]])),
    ...section(10, list([[...unsigned(code.length), ...code]])),
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
