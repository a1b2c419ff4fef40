import type { ChainWriter } from "./chain-writer.ts";
import { writeLabels, writeOneHot } from "./labels.ts";
import { writeDateParts, writeMissingIndicator, writeNumbers } from "./values.ts";

/** Name of a transformer -> how its fitted chains are written as ONNX. */
export const chainWriters: ReadonlyMap<string, ChainWriter> = new Map<string, ChainWriter>([
  ["dateParts", writeDateParts],
  ["frequencyEncoding", writeLabels],
  ["missingIndicator", writeMissingIndicator],
  ["numeric", (chain) => writeNumbers([chain])],
  ["oneHot", writeOneHot],
  ["ordinal", writeLabels],
  ["targetEncoding", writeLabels],
]);
