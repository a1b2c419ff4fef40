export { declarationCodec } from "./declaration-codec.ts";
export { describeVersion, type GateRecord, type VersionDescription } from "./describe-version.ts";
export { type ExportedOnnxVersion, exportOnnxVersion, type OnnxExport } from "./export-onnx-version.ts";
export { type ExportedVersion, exportVersion } from "./export-version.ts";
export { type ImportedVersion, importOnnxVersion, type OnnxImport } from "./import-onnx-version.ts";
export { type Lineage, type LineageStep, lineage } from "./lineage.ts";
export { type ListedModel, type ListedRun, type ListedVersion, type Listing, listing } from "./listing.ts";
export {
  candidateDigest,
  type LoadedModel,
  type LoadedVersion,
  loadRunCandidate,
  loadVersion,
} from "./load-version.ts";
export { type AliasMove, moveAlias } from "./move-alias.ts";
export { aliasName, modelName } from "./names.ts";
export { registerAgain } from "./register-again.ts";
export { type Origin, type Registered, type Registration, registerVersion } from "./register-version.ts";
export { writeWhole } from "./write-whole.ts";
