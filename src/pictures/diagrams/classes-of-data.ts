import { describeExpression } from "../../ml/index.ts";
import { fitStep, snapshotStep } from "../../run/index.ts";
import { type PortableSpec, roles } from "../../workflow/index.ts";
import { judgedBy, personText, splitText, targetText } from "../declared-words.ts";
import type { ClassBox, ClassLink } from "../mermaid/class-graph.ts";
import { stepState } from "../step-state.ts";
import type { RunView } from "../subject.ts";
import { counted, figure, folded } from "../words.ts";
import { type SchemaField, schemaFields } from "./schema-fields.ts";

/** Some classes and what joins them. */
export interface ClassPart {
  readonly boxes: readonly ClassBox[];
  readonly links: readonly ClassLink[];
}

/** The workflow and its problem. */
export function problemClasses(spec: PortableSpec, fold: number): ClassPart {
  const { objective, task, costs, people, risks } = spec.problem;
  const target = targetText(spec);
  const named = roles.filter((role) => people[role] !== undefined).map((role) => personText(spec, role));
  const workflow = [
    splitText(spec),
    `seed ${spec.seed}`,
    ...(spec.schedule === undefined ? [] : [`schedule ${spec.schedule}`]),
    ...(spec.monitor === undefined ? [] : [`monitor: windows of ${spec.monitor.window}`]),
  ];
  const problem = [
    objective ?? "",
    `task: ${task}`,
    target === null ? "" : `target: ${target}`,
    judgedBy(spec),
    costs === undefined ? "" : `costs: miss ${figure(costs.falseNegative)}, false alarm ${figure(costs.falsePositive)}`,
    ...folded(named, fold, (person) => person, "person"),
    risks.length === 0 ? "" : counted(risks.length, "risk"),
  ];
  return {
    boxes: [
      { id: "workflow", title: spec.name, stereotype: "workflow", fields: workflow, state: "planned" },
      { id: "problem", title: "Problem", stereotype: "problem", fields: problem, state: "planned" },
    ],
    links: [{ from: "workflow", to: "problem", kind: "owns", fromCount: "1", toCount: "1" }],
  };
}

/** The table with its columns, and the features that are made of them. */
export function dataClasses(spec: PortableSpec, run: RunView | null, fold: number): ClassPart {
  const fields = schemaFields(spec, run);
  const dropped = spec.data.options.drop ?? [];
  const manifest = run?.story.manifest;
  const schema = [
    ...(manifest == null ? ["columns that the declaration names:"] : [counted(manifest.rows, "row")]),
    ...folded(fields, fold, fieldText, "column"),
    ...folded(dropped, fold, (name) => `${name}: dropped`, "dropped column"),
  ];
  const made = Object.entries(spec.features).map(([name, expression]) => `${name} = ${describeExpression(expression)}`);
  const features = [
    ...folded(made, fold, (line) => line, "feature"),
    ...folded(run?.story.recipe ?? [], fold, (line) => line, "line of the recipe"),
  ];
  const story = run?.story ?? null;
  return {
    boxes: [
      {
        id: "schema",
        title: spec.data.path,
        stereotype: "table",
        fields: schema,
        state: stepState(story, snapshotStep),
      },
      {
        id: "features",
        title: "Features",
        stereotype: "recipe",
        fields: features.length === 0 ? ["chosen once the columns are known"] : features,
        state: stepState(story, fitStep),
      },
    ],
    links: [
      { from: "workflow", to: "schema", kind: "owns", fromCount: "1", toCount: "1", label: "reads" },
      { from: "features", to: "schema", kind: "uses", fromCount: "1", toCount: "1", label: "are made of" },
    ],
  };
}

function fieldText({ name, kind, missing, isKey, isTime, isTarget }: SchemaField): string {
  const marks = [
    ...(isKey ? ["key"] : []),
    ...(isTime ? ["time"] : []),
    ...(isTarget ? ["target"] : []),
    ...(missing === null || missing === 0 ? [] : [`${figure(100 * missing)} % missing`]),
  ];
  return `${name}: ${[kind ?? "kind not known yet", ...marks].join(", ")}`;
}
