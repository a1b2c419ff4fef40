export { meanAbsoluteContributions } from "./mean-absolute-contributions.ts";
export {
  type FeatureImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from "./permutation-importance.ts";
export { type SamplingExplanationOptions, samplingExplanation } from "./sampling-explanation.ts";
