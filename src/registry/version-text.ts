import { figures, intervalText, metricLabel } from "../evaluation/index.ts";
import type { VersionDescription } from "./describe-version.ts";

const mostFields = 12;

/** A version for people, line by line: what it is, what it is worth, why it was accepted, where it comes from. */
export function versionText(version: VersionDescription): string[] {
  const { lineage } = version;
  const aliases = version.aliases.length === 0 ? "" : ` (${version.aliases.join(", ")})`;
  return [
    `${version.model}@${version.version}${aliases}`,
    `  registered  ${timeText(lineage.registeredAt)} by run ${lineage.run.id}`,
    `  digest      ${version.digest} (${version.sizeBytes.toLocaleString("en-US")} bytes)`,
    `  model       ${version.estimator.name} ${JSON.stringify(version.estimator.params)}`,
    `  answers     ${answerText(version)}`,
    `  needs       ${neededText(version.required.map((field) => `${field.name} (${field.kind})`))}`,
    ...metricLines(version),
    ...version.gates.map(
      (gate, i) => `  ${i === 0 ? "gates     " : "          "}  ${gate.gate}: ${gate.verdict}, ${gate.reason}`,
    ),
    ...originLines(version),
  ];
}

function answerText({ task, target, classes, positive, threshold }: VersionDescription): string {
  const what = `${task}${target === null ? "" : ` of ${target}`}`;
  if (threshold !== null) return `${what}: "${positive}" from a probability of ${figures(threshold)[0]} up`;
  return classes.length === 0 ? what : `${what}: ${neededText(classes)}`;
}

function neededText(names: readonly string[]): string {
  const shown = names.slice(0, mostFields).join(", ");
  return names.length > mostFields ? `${shown} and ${names.length - mostFields} more` : shown || "nothing";
}

function metricLines({ metrics, report }: VersionDescription): string[] {
  return Object.entries(metrics).map(([name, estimate], i) => {
    const head = i === 0 ? `  on ${String(report.rows).padEnd(7)}  ` : " ".repeat(14);
    return `${head}${metricLabel(name)} ${intervalText(estimate, null).interval}${i === 0 ? " (test rows, 95 % interval)" : ""}`;
  });
}

function originLines({ lineage }: VersionDescription): string[] {
  const { code, snapshot, split, run } = lineage;
  const git =
    code.gitCommit === null
      ? "no git commit"
      : `git ${code.gitCommit.slice(0, 12)}${code.gitDirty === null ? "" : " with uncommitted changes"}`;
  return [
    ...(snapshot === null
      ? []
      : [
          `  data        ${snapshot.rows.toLocaleString("en-US")} rows x ${snapshot.columns} columns, ${snapshot.digest}`,
          ...snapshot.sources.map(
            (source) =>
              `              from ${source.path} (${source.sizeBytes.toLocaleString("en-US")} bytes, ${source.digest.slice(0, 19)}…)`,
          ),
        ]),
    ...(split === null
      ? []
      : [`  split       ${split.trainingRows} training and ${split.testRows} test rows: ${split.how}`]),
    `  code        ${run.workflowFile}, ${git}, Millrace ${code.millrace}, Node ${code.node}`,
    `  seed        ${run.seed}`,
    ...(run.note === null ? [] : [`  note        ${run.note}`]),
    ...(run.tags.length === 0 ? [] : [`  tags        ${run.tags.join(", ")}`]),
  ];
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
