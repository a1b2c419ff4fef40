import type { EvaluationReport } from "../evaluation/index.ts";
import { canonicalJson, encodeModel, type FittedPipeline } from "../ml/index.ts";
import type { Actor, Store } from "../store/index.ts";
import { modelName } from "./names.ts";
import { registerVersion } from "./register-version.ts";

/** A foreign model that becomes a version. */
export interface OnnxImport {
  readonly name: string;
  /** What `importOnnx` made of the file. */
  readonly pipeline: FittedPipeline;
  /** The file itself, kept beside the version. */
  readonly bytes: Uint8Array;
  /** Where it was read, for people. */
  readonly file: string;
  /** Aliases that should point to it. */
  readonly aliases?: readonly string[] | undefined;
  readonly actor: Actor;
  /** Millrace's own version. */
  readonly millrace: string;
}

/** The version that it became. */
export interface ImportedVersion {
  readonly model: string;
  readonly version: number;
  /** True where the newest version already was this model, to the bit. */
  readonly reused: boolean;
  readonly digest: string;
  readonly task: string;
  readonly classes: readonly string[];
  readonly columns: readonly { readonly name: string; readonly kind: string }[];
}

/**
 * Registers a foreign ONNX model with its signature, and keeps the file. Its origin is the import, not a run; it has no
 * metrics, as nothing was measured. Importing the newest version's own model again gives no new number.
 * @throws as `registerVersion`
 */
export async function importOnnxVersion(store: Store, given: OnnxImport): Promise<ImportedVersion> {
  const { pipeline, file, millrace, actor, aliases = [] } = given;
  const { task, classes, schema } = pipeline;
  const digest = await store.artifacts.put(encodeModel(pipeline));
  const fileDigest = await store.artifacts.put(given.bytes);
  const report = await store.artifacts.put(canonicalJson(emptyReport(pipeline)));
  const { version, reused } = await registerVersion(store, {
    model: given.name,
    digest,
    report,
    metrics: {},
    origin: { run: null, file, fileDigest, millrace },
    aliases,
    reason: `imported from ${file}`,
    actor,
  });
  const columns = schema.map(({ name, kind }) => ({ name, kind }));
  return { model: modelName(given.name), version, reused, digest, task, classes, columns };
}

function emptyReport({ task, classes, positive }: FittedPipeline): EvaluationReport {
  return {
    ...{ task, rows: 0, classes, positive: positive === null ? null : (classes[positive] ?? null), metrics: {} },
    ...{ confusion: null, classTable: null, roc: null, precisionRecall: null, calibration: null, residuals: null },
    ...{ slices: [], errorPatterns: [] },
  };
}
