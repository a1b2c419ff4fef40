import type { Predictor } from "../ml/pipeline/index.ts";

/** One loaded model version: immutable, so that whatever a request reads of it belongs together. */
export interface Deployment {
  readonly name: string;
  /** Number of the version; null for a run's candidate that has none. */
  readonly version: number | null;
  /** The version in words for metrics and protocols: "3", or "run:<id>". */
  readonly versionName: string;
  /** Digest of the artifact, "sha256:<hex>". */
  readonly digest: string;
  /** Aliases that stood on this version when it was loaded or last looked at. */
  readonly aliases: readonly string[];
  readonly predictor: Predictor;
  /** Metrics on the test rows: name -> value with its interval. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly loadedAtMs: number;
}

/** A version that should be live but can't be loaded. */
export interface DeploymentProblem {
  readonly model: string;
  readonly wanted: string;
  /** The version that goes on answering; null where none can. */
  readonly serving: string | null;
  readonly code: string;
  readonly message: string;
  readonly sinceMs: number;
}
