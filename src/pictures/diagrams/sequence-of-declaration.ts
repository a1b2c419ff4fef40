import type { Participant } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { checksAsked, checkText, gateText, judgedBy, personText, searchText, splitText } from "../declared-words.ts";
import { answer, call, either, job, jobDone, loop, note, option, partyLine } from "../mermaid/sequence-lines.ts";
import { metricOf } from "../metric-of.ts";
import { folded } from "../words.ts";
import { ownerNote } from "./owner-note.ts";
import { partiesOf } from "./parties.ts";

/** What will happen, by the declaration: both ways of every decision. */
export function declaredSequence(spec: PortableSpec, fold: number): string[] {
  return [
    "sequenceDiagram",
    "  autonumber",
    ...partiesOf(spec, partiesNeeded(spec)).map(partyLine),
    ...starting(spec),
    ...dataPart(spec, fold),
    ...learningPart(spec),
    ...judgementPart(spec, fold),
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

function dataPart(spec: PortableSpec, fold: number): string[] {
  return [
    ownerNote(spec, "snapshot", ["source", "pipeline"]),
    call("pipeline", "source", "read the data"),
    answer("source", "pipeline", "one immutable snapshot"),
    call("pipeline", "validator", "check the data"),
    note("validator", folded(checksAsked(spec), fold, checkText, "check")),
    ...checkDecision(spec),
    call("pipeline", "pipeline", "profile the data"),
    call("pipeline", "pipeline", `split the rows: ${splitText(spec)}`),
  ];
}

function checkDecision(spec: PortableSpec): string[] {
  const holds = answer("validator", "pipeline", "the data is fit to be learned from");
  // Checks that only warn stop nothing, so there is nothing to decide.
  if (!checksAsked(spec).some(({ severity }) => severity === "error")) return [holds];
  return either([
    { when: "every check holds", lines: [holds] },
    {
      when: "a check fails",
      lines: [
        answer("validator", "pipeline", "rows at fault are kept aside"),
        answer("pipeline", "engineer", "the run stops and says why"),
      ],
    },
  ]);
}

function learningPart(spec: PortableSpec): string[] {
  const made = Object.keys(spec.features).length;
  const names = spec.candidates.map(({ name }) => name).join(", ");
  return [
    ownerNote(spec, "train", ["pipeline", "trainer"]),
    job("pipeline", "trainer", `compare candidates: ${names}`),
    ...loop(searchText(spec), [
      call("trainer", "trainer", made === 0 ? "make features" : `make features, ${made} of them declared`),
      call("trainer", "trainer", "train on some folds, score on the one left out"),
    ]),
    jobDone("trainer", "pipeline", "a leaderboard with the baseline in it"),
    job("pipeline", "trainer", "fit the best candidate on all training rows"),
    jobDone("trainer", "pipeline", "one model"),
  ];
}

function judgementPart(spec: PortableSpec, fold: number): string[] {
  const aliases = spec.rollout === undefined ? ["staging", "champion"] : ["staging"];
  return [
    ownerNote(spec, "evaluate", ["pipeline", "validator"]),
    call("pipeline", "validator", "evaluate the model on test rows"),
    answer("validator", "pipeline", `${metricOf(spec).label} with its 95 % interval`),
    call("pipeline", "validator", "ask the gates"),
    ...(spec.gates.length === 0 ? [] : [note("validator", folded(spec.gates, fold, gateText, "gate"))]),
    ...either([
      {
        when: `every gate passes (${judgedBy(spec)})`,
        lines: [
          call("validator", "registry", "register a version"),
          ...aliases.map((alias) => call("registry", "deployment", `deploy: alias ${alias} moves to it`)),
          answer("pipeline", "engineer", "the run succeeded, with a new version"),
        ],
      },
      {
        when: "a gate fails, or the evidence is insufficient",
        lines: [
          call("validator", "engineer", `alert: no version, and why, for ${personText(spec, "onCall")}`),
          note(["engineer", "pipeline"], ["change data, features or candidates, and run again"]),
        ],
      },
    ]),
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
