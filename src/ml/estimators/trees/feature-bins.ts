/** How the values of one feature become bins: bin 0 is missing, `bins` counts it in. */
export type FeatureBins =
  | { readonly kind: "numeric"; readonly bins: number; readonly thresholds: Float32Array }
  | { readonly kind: "categorical"; readonly bins: number; readonly binOf: Uint8Array };
