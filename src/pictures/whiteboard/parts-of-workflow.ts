import { findSearchMethod, metricTable } from "../../ml/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import type { PartKind } from "./parts.ts";

/** A part that a workflow does. */
export interface WorkflowPart {
  readonly part: PartKind;
  /** What Millrace does for it. */
  readonly what: string;
  /**
   * "asked": the file asks for it, so a drawing that lacks it shows another pipeline. "own": Millrace does it for every
   * workflow, so a drawing may leave it out.
   */
  readonly by: "asked" | "own";
}

/** What Millrace does of a declaration, in order. Monitoring, rollout and schedule are there only if they are declared. */
export function partsOfWorkflow(spec: PortableSpec): WorkflowPart[] {
  return [...untilSplit(spec), ...untilGate(spec), ...afterGate(spec), ...afterRollout(spec)];
}

/** How a metric must stand to a value: ">= 0.9", "<= 3" for errors and losses. */
export function boundText(metric: string, value: number): string {
  return `${metric} ${isHigherBetter(metric) ? ">=" : "<="} ${value}`;
}

function untilSplit({ data, checks, schedule, split }: PortableSpec): WorkflowPart[] {
  const kinds = [...new Set(checks.map(({ kind }) => kind))].join(", ");
  return [
    asked("trigger", schedule === undefined ? "millrace run" : `the schedule "${schedule}", or millrace run`),
    asked("fetch", `reads ${data.path}`),
    own("snapshot", "keeps an immutable snapshot, named by its digest"),
    own("check", `checks: ${kinds === "" ? "noTargetLeak, which every workflow has" : kinds}`),
    own("clean", "tells kinds and missing values, fills and encodes by the recipe that the training rows give"),
    own("explore", "profiles every column, and looks for leaks"),
    own("split", `splits off ${Math.round(split.test * 100)} % for the test (${split.kind})`),
  ];
}

function untilGate({ features, search, problem, gates, candidates }: PortableSpec): WorkflowPart[] {
  const names = Object.keys(features);
  const tried = candidates.map(({ name }) => name).join(", ");
  const searched = `${search.trials} trials x ${search.folds} folds over ${tried}`;
  return [
    own(
      "features",
      names.length === 0 ? "makes features of every column by the recipe" : `features: ${names.join(", ")}`,
    ),
    ...(findSearchMethod(search.method)?.searches === false ? [] : [own("search", searched)]),
    asked("train", "trains the candidates, then the best one on all training rows"),
    asked("evaluate", `evaluates on the test rows: ${problem.metric} with its interval`),
    ...(gates.length === 0 ? [] : [asked("gate", `gates: ${gates.map(({ kind }) => kind).join(", ")}`)]),
  ];
}

function afterGate({ gates, rollout, name }: PortableSpec): WorkflowPart[] {
  const hasGates = gates.length > 0;
  return [
    asked("register", `registers a version of ${name}`),
    ...(hasGates
      ? [
          asked("alert", "raises an alert that says why and by how much a gate failed"),
          own("stop", "registers nothing and moves no alias where a gate doesn't pass"),
        ]
      : []),
    own("notify", "prints and records how the run ended"),
    own("staging", "moves the alias staging to the new version"),
    ...(rollout?.shadow === undefined ? [] : [asked("shadow", `shadow traffic for ${rollout.shadow}`)]),
    ...(rollout?.approval === undefined ? [] : [asked("approve", `waits for the ${rollout.approval}`)]),
    ...(rollout?.canary === undefined
      ? []
      : [
          asked("canary", `canary: ${rollout.canary.join(", ")} % of the traffic`),
          own("rollback", "goes back where the canary is worse"),
        ]),
  ];
}

function afterRollout({ rollout, monitor, schedule }: PortableSpec): WorkflowPart[] {
  const live =
    rollout === undefined
      ? "moves the alias champion to the new version at once"
      : "makes it champion after the rollout";
  const again = [
    ...(schedule === undefined ? [] : [`on the schedule "${schedule}"`]),
    ...(monitor === undefined ? [] : ["when the monitor's verdict asks for it"]),
  ];
  return [
    own("deploy", live),
    own("serve", "answers with the champion (millrace serve)"),
    ...(monitor === undefined
      ? []
      : [
          asked("monitor", `measures every window of ${monitor.window}`),
          own("drift", "compares every window's columns with the training rows"),
        ]),
    ...(monitor?.labels === undefined ? [] : [own("labels", `waits ${monitor.labels.delay} for labels`)]),
    ...(again.length === 0 ? [] : [own("retrain", `trains again ${again.join(", and ")}`)]),
  ];
}

function isHigherBetter(metric: string): boolean {
  return metricTable.find(({ name }) => name === metric)?.greaterIsBetter ?? true;
}

function asked(part: PartKind, what: string): WorkflowPart {
  return { part, what, by: "asked" };
}

function own(part: PartKind, what: string): WorkflowPart {
  return { part, what, by: "own" };
}
