import { figures } from "../evaluation/index.ts";
import type { Lineage, VersionDescription } from "../registry/index.ts";
import { metricLines } from "./metric-lines.ts";
import { settingText } from "./setting-text.ts";
import { page } from "./text-page.ts";

/** A model version as plain text: what it answers, what it is worth, where it comes from. */
export function versionSummary(version: VersionDescription): string[] {
  const title = `${version.model}@${version.version}${version.aliases.length === 0 ? "" : ` (${version.aliases.join(", ")})`}`;
  return page(title, [
    ["Answers", answers(version)],
    ["Reads", reads(version)],
    ["Worth", worth(version)],
    ["Gates", version.gates.map(({ gate, verdict, reason }) => `${verdict.padEnd(13)}${gate}: ${reason}`)],
    ["Comes from", origin(version)],
  ]);
}

function answers({
  task,
  target,
  classes,
  positive,
  threshold,
  estimator,
  sizeBytes,
  digest,
}: VersionDescription): string[] {
  const question = target === null ? task : `${task}: ${target}`;
  const labels = classes.length === 0 || classes.length > 12 ? [] : [`classes ${classes.join(", ")}`];
  const cut =
    threshold === null || positive === null
      ? []
      : [`"${positive}" is predicted from a probability of ${figures(threshold)[0]} up`];
  const setting = settingText(estimator.params);
  return [
    question,
    ...labels,
    ...cut,
    `by ${estimator.name}${setting === "" ? "" : `, ${setting}`}`,
    `${sizeBytes.toLocaleString("en-US")} bytes, ${digest}`,
  ];
}

function reads({ required }: VersionDescription): string[] {
  const width = Math.max(0, ...required.map((field) => field.name.length));
  return required.map((field) => {
    const missing = field.missing === 0 ? "" : `, ${(100 * field.missing).toFixed(1)} % missing in training`;
    return `${field.name.padEnd(width + 2)}${field.kind}${missing}`;
  });
}

function worth({ metrics, metricDescriptions, report }: VersionDescription): string[] {
  const lines = metricLines(metrics, metricDescriptions);
  return lines.length === 0
    ? []
    : [`on ${report.rows.toLocaleString("en-US")} test rows, with 95 % intervals:`, ...lines];
}

function origin({ lineage }: VersionDescription): string[] {
  if (lineage.import !== null) return imported(lineage.import);
  const { run, code } = lineage;
  return run === null || code === null ? [] : trained(lineage, run, code);
}

function imported({ file, fileDigest, actor, importedAt }: NonNullable<Lineage["import"]>): string[] {
  return [`${file}, imported by ${actor}, ${new Date(importedAt).toISOString()}`, fileDigest];
}

function trained(
  { model, version, snapshot, split }: Lineage,
  run: NonNullable<Lineage["run"]>,
  code: NonNullable<Lineage["code"]>,
): string[] {
  const commit =
    code.gitCommit === null
      ? "no git commit"
      : `commit ${code.gitCommit.slice(0, 12)}${code.gitDirty === null ? "" : " with uncommitted changes"}`;
  return [
    `run ${run.id} of ${run.workflowFile}, ${new Date(run.startedAt).toISOString()}`,
    ...(run.note === null ? [] : [`"${run.note}"`]),
    ...(run.tags.length === 0 ? [] : [`tags ${run.tags.join(", ")}`]),
    `${commit}, Millrace ${code.millrace}, Node ${code.node}, seed ${run.seed}`,
    ...(snapshot === null ? [] : snapshot.sources.map((source) => `${source.path} ${source.digest.slice(0, 19)}…`)),
    ...(split === null ? [] : [split.how]),
    `prove it: millrace reproduce ${model}@${version}`,
  ];
}
