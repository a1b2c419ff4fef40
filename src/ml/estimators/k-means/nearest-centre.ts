/** Index of the centre nearest to a row; the first of equals. @param row (nFeatures) @param centres (nCentres, nFeatures) */
export function nearestCentre(row: Float64Array, centres: Float64Array): number {
  const d = row.length;
  let [nearest, least] = [0, Number.POSITIVE_INFINITY];
  for (let k = 0; k * d < centres.length; k++) {
    let distance = 0;
    for (let f = 0; f < d && distance < least; f++) {
      const difference = row[f]! - centres[k * d + f]!;
      distance += difference * difference;
    }
    if (distance < least) [nearest, least] = [k, distance];
  }
  return nearest;
}
