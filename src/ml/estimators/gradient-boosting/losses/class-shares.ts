/** Shares of the classes in the weight; one that has no row counts as a thousandth of the lightest that has. */
export function classShares(targets: Float32Array, weights: Float32Array | null, classes: number): number[] {
  const mass = new Float64Array(classes);
  for (let i = 0; i < targets.length; i++) mass[targets[i]!]! += weights === null ? 1 : weights[i]!;
  const present = mass.filter((m) => m > 0);
  const least = present.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) / 1000;
  const total = mass.reduce((sum, m) => sum + Math.max(m, least), 0);
  return Array.from(mass, (m) => Math.max(m, least) / total);
}
