/** The class of the largest probability in each row, the first of equals. */
export function likeliestClasses(probabilities: Float64Array, nClasses: number): Float64Array {
  const result = new Float64Array(probabilities.length / nClasses);
  for (let i = 0; i < result.length; i++) {
    let best = 0;
    for (let k = 1; k < nClasses; k++) {
      if (probabilities[i * nClasses + k]! > probabilities[i * nClasses + best]!) best = k;
    }
    result[i] = best;
  }
  return result;
}
