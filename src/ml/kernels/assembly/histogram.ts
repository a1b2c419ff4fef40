// The histogram of any layout; the kernel emitted for one layout (emit-histogram.ts) does the same and is faster.
// entries: u32 row, i16 hessian, i16 gradient. Cells: i64, gradient << 32 + hessian. layout: 16 bytes a feature, offset first.
export function accumulate(entries: usize, n: i32, rows: usize, stride: i32, layout: usize, features: i32, histogram: usize): void {
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const row = rows + <usize>load<u32>(p) * <usize>stride, q = load<i32>(p, 4);
    const add = (<i64>(q >> 16) << 32) + <i64>(q & 65535);
    for (let f = 0; f < features; f++) {
      const cell = histogram + <usize>load<u32>(layout + (<usize>f << 4)) + (<usize>load<u8>(row + <usize>f) << 3);
      store<i64>(cell, load<i64>(cell) + add);
    }
  }
}

export function clear(p: usize, bytes: usize): void {
  memory.fill(p, 0, bytes);
}

// parent - child, in place: the sibling, exactly, since cells are integers. `bytes` is a multiple of 16.
export function subtract(parent: usize, child: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(parent + i, i64x2.sub(v128.load(parent + i), v128.load(child + i)));
  }
}
