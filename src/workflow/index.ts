export { buildVersion } from "./build-version.ts";
export { callSite } from "./call-site.ts";
export { type CandidateFile, fileDigestOf } from "./candidate-files.ts";
export type * from "./declaration.ts";
export { defaultMetrics } from "./defaults.ts";
export { defineWorkflow } from "./define-workflow.ts";
export { describeDuration, durationMs, parseDuration } from "./duration.ts";
export type * from "./known-tables.ts";
export * from "./lint/index.ts";
export { findWorkflowFile, type LoadedWorkflow, loadWorkflow } from "./load.ts";
export { type OnnxCandidateOptions, onnxModel } from "./onnx-candidate.ts";
export { type Phase, type PhaseName, phases } from "./phases.ts";
export {
  declarationDigest,
  describedSpec,
  type PortableEstimator,
  type PortableSpec,
  portableSpec,
  type StoredSpec,
  specOf,
} from "./portable-spec.ts";
export { describeRole, roles } from "./roles.ts";
export * from "./scaffold/index.ts";
export type * from "./specs.ts";
export type * from "./table-types.ts";
export * from "./task-types.ts";
export { isWorkflow, type Workflow } from "./workflow.ts";
