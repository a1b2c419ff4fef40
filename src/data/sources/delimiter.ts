const candidates = [",", ";", "\t", "|"] as const;
const [LF, CR, QUOTE] = [10, 13, 34];
const recordsSeen = 100;

/**
 * The delimiter of a text table (a byte): the one that cuts its first records into the same number of fields, the most of
 * them; a comma where none does. The extensions .tsv, .tab and .psv are believed.
 */
export function sniffDelimiter(head: Buffer, path: string): number {
  const declared = /\.(tsv|tab)(\.gz)?$/i.test(path) ? "\t" : /\.psv(\.gz)?$/i.test(path) ? "|" : undefined;
  if (declared !== undefined) return declared.charCodeAt(0);
  let best = { delimiter: ",".charCodeAt(0), agreeing: -1, fields: 0 };
  for (const candidate of candidates) {
    const delimiter = candidate.charCodeAt(0);
    const counts = fieldCounts(head, delimiter);
    const fields = counts[0] ?? 0;
    if (fields < 2) continue;
    const agreeing = counts.filter((count) => count === fields).length / counts.length;
    const better = agreeing > best.agreeing || (agreeing === best.agreeing && fields > best.fields);
    if (better) best = { delimiter, agreeing, fields };
  }
  return best.delimiter;
}

/** Fields per record of the first records, quotes respected; the last, most likely cut, record is left out. */
function fieldCounts(head: Buffer, delimiter: number): number[] {
  const counts: number[] = [];
  let [fields, quoted, bytesInRecord] = [1, false, 0];
  for (let i = 0; i < head.length && counts.length < recordsSeen; i++) {
    const byte = head[i]!;
    if (byte === QUOTE) quoted = !quoted;
    if (!quoted && (byte === LF || byte === CR)) {
      if (bytesInRecord > 0) counts.push(fields);
      [fields, bytesInRecord] = [1, 0];
      continue;
    }
    bytesInRecord++;
    if (!quoted && byte === delimiter) fields++;
  }
  if (counts.length === 0) counts.push(fields);
  return counts;
}
