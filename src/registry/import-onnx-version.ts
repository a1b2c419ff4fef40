import type { EvaluationReport } from "../evaluation/index.ts";
import { canonicalJson, encodeModel, type FittedPipeline } from "../ml/index.ts";
import { type NewEvent, newRunId, type Store } from "../store/index.ts";
import { aliasName, modelName } from "./names.ts";
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
  readonly actor: string;
  /** Millrace's own version. */
  readonly millrace: string;
}

/** What it came to. */
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
 * Registers a foreign ONNX model with its signature. Its lineage is a run of its own that was triggered by "import"; it has no metrics,
 * as nothing was measured.
 * @throws as `registerVersion`
 */
export async function importOnnxVersion(store: Store, given: OnnxImport): Promise<ImportedVersion> {
  const model = modelName(given.name);
  const aliases = (given.aliases ?? []).map(aliasName);
  const { pipeline } = given;
  const { task, classes, target, schema } = pipeline;
  const digest = await store.artifacts.put(encodeModel(pipeline));
  const code = await store.artifacts.put(given.bytes);
  const declaration = await store.artifacts.put(canonicalJson({ import: given.file, task, classes, target }));
  const report = await store.artifacts.put(canonicalJson(emptyReport(pipeline)));
  const run = newRunId(store.platform);
  const startedAt = store.platform.clock.now();
  const shared = { run, actor: given.actor };
  await store.commit([{ ...shared, ...startOf(given, model, declaration, code) } as NewEvent]);
  const { version, reused } = await registerVersion(store, {
    ...{ model, digest, report, metrics: {}, run, aliases, actor: given.actor },
    reason: `imported from ${given.file}`,
  });
  const body = {
    status: "succeeded",
    verdict: null,
    error: null,
    result: null,
    durationMs: store.platform.clock.now() - startedAt,
  };
  await store.commit([{ ...shared, type: "run.finished", from: "pipeline", to: "engineer", body } as NewEvent]);
  const columns = schema.map(({ name, kind }) => ({ name, kind }));
  return { model, version, reused, digest, task, classes, columns };
}

function startOf(given: OnnxImport, workflow: string, declaration: string, code: string) {
  return {
    type: "run.started",
    from: "engineer",
    to: "pipeline",
    body: {
      ...{ workflow, declaration, code, trigger: "import", seed: 0, threads: 1, git: { commit: null, dirty: null } },
      ...{ node: process.versions.node, millrace: given.millrace, note: null, tags: [], workflowFile: given.file },
    },
  };
}

function emptyReport({ task, classes, positive }: FittedPipeline): EvaluationReport {
  return {
    ...{ task, rows: 0, classes, positive: positive === null ? null : (classes[positive] ?? null), metrics: {} },
    ...{ confusion: null, classTable: null, roc: null, precisionRecall: null, calibration: null, residuals: null },
    ...{ slices: [], errorPatterns: [] },
  };
}
