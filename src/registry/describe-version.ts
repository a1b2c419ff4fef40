import { type EvaluationReport, evaluationReportCodec } from "../evaluation/index.ts";
import { describeMetric, type Field, type MetricDescription, metricsFor, type Task } from "../ml/index.ts";
import { aliasesOf, type IntervalRecord, type Store } from "../store/index.ts";
import { declarationCodec } from "./declaration-codec.ts";
import { type Lineage, lineage } from "./lineage.ts";
import { loadVersion } from "./load-version.ts";

/** What `millrace show MODEL` shows. Plain data. */
export interface VersionDescription {
  readonly model: string;
  readonly version: number;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly aliases: readonly string[];
  readonly task: string;
  readonly target: string | null;
  readonly classes: readonly string[];
  readonly positive: string | null;
  readonly threshold: number | null;
  readonly estimator: { readonly name: string; readonly params: Readonly<Record<string, unknown>> };
  /** Fields that a row must bring. */
  readonly required: readonly Pick<Field, "name" | "kind" | "missing" | "distinct">[];
  readonly metrics: Readonly<Record<string, IntervalRecord>>;
  /** The metrics as they were when the version was made, in the order in which reports show them. */
  readonly metricDescriptions: readonly MetricDescription[];
  readonly gates: readonly GateRecord[];
  readonly report: EvaluationReport;
  readonly lineage: Lineage;
}

/** What a gate said of the version when it was made. */
export interface GateRecord {
  readonly gate: string;
  readonly verdict: "pass" | "fail" | "insufficient";
  readonly reason: string;
}

/**
 * Everything that is known of a version: the model itself, how it was judged, where it comes from.
 * @throws as `loadVersion`
 */
export async function describeVersion(store: Store, reference: string): Promise<VersionDescription> {
  const { name: model, version, digest, bytes, pipeline } = await loadVersion(store, reference);
  const origin = await lineage(store, model, version);
  const report = await evaluationReportCodec.read(store.artifacts, origin.report);
  const { task, target, classes, positive, threshold, estimator, schema } = pipeline;
  return {
    model,
    version,
    digest,
    sizeBytes: bytes.length,
    aliases: (await aliasesOf(store, model)).filter((one) => one.version === version).map((one) => one.alias),
    task,
    target,
    classes,
    positive: positive === null ? null : (classes[positive] ?? null),
    threshold,
    estimator,
    required: schema
      .filter((field) => field.required)
      .map(({ name, kind, missing, distinct }) => ({ name, kind, missing, distinct })),
    metrics: report.metrics,
    metricDescriptions: await metricDescriptions(store, origin, task),
    gates: origin.run === null ? [] : await gatesOf(store, origin.run.id),
    report,
    lineage: origin,
  };
}

/** Those of the declaration; of today's metrics where there is none: an imported model, or a damaged artifact. */
async function metricDescriptions(
  { artifacts }: Store,
  { code }: Lineage,
  task: Task,
): Promise<readonly MetricDescription[]> {
  if (code === null || !(await artifacts.intact(code.declaration))) return metricsFor(task).map(describeMetric);
  return (await declarationCodec.read(artifacts, code.declaration)).metrics;
}

function gatesOf({ records }: Store, run: string): Promise<GateRecord[]> {
  return records
    .selectFrom("gates")
    .select(["gate", "verdict", "reason"])
    .where("run", "=", run)
    .orderBy("position")
    .execute();
}
