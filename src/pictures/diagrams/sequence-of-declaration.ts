import { planGraph, type StepInstance } from "../../run/index.ts";
import type { Participant } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { personText } from "../declared-words.ts";
import { answer, call, either, job, loop, note, option, partyLine } from "../mermaid/sequence-lines.ts";
import { pictureOfStep } from "../steps/table.ts";
import { ownerNote } from "./owner-note.ts";
import { partiesOf, partyId } from "./parties.ts";

/** What will happen, by the declaration: both ways of every decision. */
export function declaredSequence(spec: PortableSpec, fold: number): string[] {
  return [
    "sequenceDiagram",
    "  autonumber",
    ...partiesOf(spec, partiesNeeded(spec)).map(partyLine),
    ...starting(spec),
    ...planGraph(spec).flatMap((instance) => stepPart(instance, spec, fold)),
    ...lifePart(spec),
  ];
}

function partiesNeeded({ rollout, monitor }: PortableSpec): Participant[] {
  return [
    ...(["engineer", "data source", "pipeline", "trainer", "validator", "registry", "deployment"] as const),
    ...(rollout?.approval === undefined ? [] : (["gatekeeper"] as const)),
    ...(monitor === undefined ? [] : (["monitor"] as const)),
  ];
}

function starting({ name, schedule }: PortableSpec): string[] {
  return [
    call("engineer", "pipeline", `run ${name}`),
    ...(schedule === undefined ? [] : [note("pipeline", [`and by itself on schedule ${schedule}`])]),
  ];
}

/** What is said at a step: as its picture has it, else its question. */
function stepPart({ type }: StepInstance, spec: PortableSpec, fold: number): string[] {
  const picture = pictureOfStep(type);
  if (picture.declared !== undefined) return picture.declared(spec, fold);
  const { participant, isJob, ask, opens } = type.worker;
  const to = partyId(participant);
  return [
    ...(opens ? [ownerNote(spec, type, ["source", "pipeline"])] : []),
    ...(ask === null ? [] : [(isJob ? job : call)("pipeline", to, ask)]),
  ];
}

function lifePart(spec: PortableSpec): string[] {
  return [...rolloutPart(spec), ...monitorPart(spec)];
}

function rolloutPart(spec: PortableSpec): string[] {
  const { rollout } = spec;
  if (rollout === undefined) return [];
  const { shadow, approval, canary } = rollout;
  return [
    ...(shadow === undefined
      ? []
      : [call("registry", "deployment", `shadow for ${shadow}: sees traffic, answers nobody`)]),
    ...(approval === undefined
      ? []
      : [
          call("registry", "gatekeeper", `asks ${personText(spec, approval)} to approve the version`),
          answer("gatekeeper", "registry", "approves exactly these bytes, or refuses"),
        ]),
    ...(canary === undefined
      ? []
      : loop(`canary: ${canary.map((percent) => `${percent} %`).join(", ")}`, [
          call("registry", "deployment", "send it that share of the traffic"),
        ])),
    call("registry", "deployment", "deploy: alias champion moves to it"),
  ];
}

function monitorPart(spec: PortableSpec): string[] {
  const { monitor } = spec;
  if (monitor === undefined) return [];
  const after = monitor.labels === undefined ? "" : `, labels after ${monitor.labels.delay}`;
  return loop(`every window of ${monitor.window}${after}`, [
    job("deployment", "monitor", monitor.labels === undefined ? "predictions" : "predictions and what came true"),
    ...either([
      { when: "below the minimum", lines: [job("monitor", "engineer", `page ${personText(spec, "onCall")}`)] },
      {
        when: "between minimum and goal, or drift",
        lines: [job("monitor", "pipeline", "retrain the model: a new run")],
      },
    ]),
    ...option("the data moved", [note("monitor", ["drift is told per column"])]),
  ]);
}
