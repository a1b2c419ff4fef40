import type { Frame } from "../../ml/index.ts";
import { evenly } from "../leakage.ts";

const maxColumns = 40;
const maxRows = 20_000;
const weakest = 0.1;

/** Pearson's r of every pair of number columns over the rows in which both are there; evenly thinned to 20,000 rows. */
export function correlationsOf(frame: Frame): { a: string; b: string; r: number }[] {
  const sampled = evenly(frame.rowCount, maxRows);
  const columns = [...frame.columns]
    .flatMap(([name, column]) => (column.storage === "values" && column.kind === "number" ? [{ name, column }] : []))
    .slice(0, maxColumns)
    .map(({ name, column }) => ({ name, values: Float64Array.from(sampled, (row) => column.values[row]!) }));
  const pairs: { a: string; b: string; r: number }[] = [];
  for (let i = 0; i < columns.length; i++) {
    for (let j = i + 1; j < columns.length; j++) {
      const r = pearson(columns[i]!.values, columns[j]!.values);
      if (Math.abs(r) >= weakest) pairs.push({ a: columns[i]!.name, b: columns[j]!.name, r });
    }
  }
  return pairs.sort((p, q) => Math.abs(q.r) - Math.abs(p.r) || (p.a < q.a ? -1 : p.a > q.a ? 1 : p.b < q.b ? -1 : 1));
}

/** NaN where a column is constant or fewer than three rows have both. */
function pearson(x: Float64Array, y: Float64Array): number {
  let [n, meanX, meanY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) continue;
    n++;
    meanX += (x[i]! - meanX) / n;
    meanY += (y[i]! - meanY) / n;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    if (Number.isNaN(dx + dy)) continue;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const r = xy / (Math.sqrt(xx) * Math.sqrt(yy));
  return n < 3 || !Number.isFinite(r) ? Number.NaN : Math.max(-1, Math.min(1, r));
}
