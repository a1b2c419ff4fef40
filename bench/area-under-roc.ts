/** Chance that a row of class 1 scores above one of class 0; ties count half. @param y (n), 0 or 1 @param scores (n) */
export function areaUnderRoc(y: Uint8Array, scores: Float64Array): number {
  const order = Uint32Array.from(y, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let ranks = 0;
  let positive = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    for (let i = from; i < to; i++) {
      if (y[order[i]!] !== 1) continue;
      positive++;
      ranks += (from + 1 + to) / 2;
    }
    from = to;
  }
  return (ranks - (positive * (positive + 1)) / 2) / (positive * (y.length - positive));
}
