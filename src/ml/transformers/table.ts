import { dateParts } from "./date-parts.ts";
import { frequencyEncoding } from "./frequency-encoding.ts";
import { hashedText } from "./hashed-text.ts";
import { impute } from "./impute.ts";
import { logarithm } from "./logarithm.ts";
import { missingIndicator } from "./missing-indicator.ts";
import { numeric } from "./numeric.ts";
import { oneHot } from "./one-hot.ts";
import { ordinal } from "./ordinal.ts";
import { scale } from "./scale.ts";
import { targetEncoding } from "./target-encoding.ts";
import type { FeatureStepDefinition, TransformerDefinition } from "./transformer.ts";
import { vocabulary } from "./vocabulary.ts";

/** Every transformer (a column -> features) by its name. */
export const transformerTable: ReadonlyMap<string, TransformerDefinition> = new Map(
  [
    numeric,
    missingIndicator,
    oneHot,
    ordinal,
    targetEncoding,
    frequencyEncoding,
    dateParts,
    hashedText,
    vocabulary,
  ].map((definition) => [definition.name, definition]),
);

/** Every feature step (a feature -> the same feature) by its name. */
export const featureStepTable: ReadonlyMap<string, FeatureStepDefinition> = new Map(
  [impute, scale, logarithm].map((definition) => [definition.name, definition]),
);
